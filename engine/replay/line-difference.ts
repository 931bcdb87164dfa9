/** Lines that are the same around a change. */
const CONTEXT = 2;
/** Beyond this many compared pairs, the differing middle is shown as a whole: nobody reads such a difference anyway. */
const MOST_PAIRS = 4_000_000;

/**
 * What has to change to get from the expected lines to the actual ones: `- ` expected only, `+ ` actual only, two blanks
 * for lines around, `…` for lines left out. Empty when there is no difference.
 */
export function lineDifference(expected: readonly string[], actual: readonly string[]): string {
  const marked = mark(expected, actual);
  if (marked.every((line) => line.startsWith('  '))) return '';
  const near = (index: number): boolean =>
    marked.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((line) => !line.startsWith('  '));
  const shown: string[] = [];
  marked.forEach((line, index) => {
    if (near(index)) shown.push(line);
    else if (shown.at(-1) !== '…') shown.push('…');
  });
  return shown.join('\n');
}

function mark(expected: readonly string[], actual: readonly string[]): string[] {
  let begin = 0;
  while (begin < expected.length && begin < actual.length && expected[begin] === actual[begin]) begin++;
  let end = 0;
  while (
    end < expected.length - begin &&
    end < actual.length - begin &&
    expected[expected.length - 1 - end] === actual[actual.length - 1 - end]
  ) {
    end++;
  }
  const same = (line: string): string => `  ${line}`;
  return [
    ...expected.slice(0, begin).map(same),
    ...middle(expected.slice(begin, expected.length - end), actual.slice(begin, actual.length - end)),
    ...expected.slice(expected.length - end).map(same),
  ];
}

/** The longest common subsequence of what differs. */
function middle(a: readonly string[], b: readonly string[]): string[] {
  const removed = a.map((line) => `- ${line}`);
  const added = b.map((line) => `+ ${line}`);
  if (a.length * b.length > MOST_PAIRS) return [...removed, ...added];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push(`  ${a[i]}`);
      i++;
      j++;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) lines.push(removed[i++]!);
    else lines.push(added[j++]!);
  }
  return [...lines, ...removed.slice(i), ...added.slice(j)];
}
