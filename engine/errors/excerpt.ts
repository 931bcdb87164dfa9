import type { Finding } from './finding.js';
import { formatPlace } from './place.js';

/** Longest piece of a source line that is shown. */
const WIDTH = 120;

/**
 * A finding for people: place, severity, code, message, the source line with a caret, and the advice.
 * @param lines lines of the file, when it could be read
 */
export function describeFinding(finding: Finding, lines: readonly string[] | undefined): string {
  const head = `${formatPlace(finding)} ${finding.severity} ${finding.code} ${finding.message}`;
  const source = lines?.[finding.line - 1];
  const parts = [head];
  if (source !== undefined) parts.push(...excerpt(source, finding.column));
  if (finding.hint) parts.push(`  hint: ${finding.hint}`);
  return parts.join('\n');
}

/** The line around the column, and a caret below it; tabs stay tabs in both, so that they align. */
function excerpt(source: string, column: number): [string, string] {
  const start = column > WIDTH ? column - WIDTH / 2 : 0;
  const shown = source.slice(start, start + WIDTH).trimEnd();
  const padding = shown.slice(0, Math.max(0, column - 1 - start)).replace(/[^\t]/g, ' ');
  return [`  ${shown}`, `  ${padding}^`];
}
