/** A replacement text of Java's `replaceAll`, parsed: literal parts and the numbers of groups. */
export type Replacement = readonly (string | number)[];

/**
 * Parses Java's replacement syntax: `$1`, `${name}`, and a backslash that takes the next character as it is.
 * @throws Error with Java's message for a bad text
 */
export function parseReplacement(text: string, groupCount: number, names: ReadonlyMap<string, number>): Replacement {
  const parts: (string | number)[] = [];
  let literal = '';
  let at = 0;
  while (at < text.length) {
    const char = text[at++]!;
    if (char === '\\') {
      if (at === text.length) throw new Error('character to be escaped is missing');
      literal += text[at++];
    } else if (char === '$') {
      const reference = readReference(text, at, groupCount, names);
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(reference.group);
      at = reference.end;
    } else {
      literal += char;
    }
  }
  if (literal !== '') parts.push(literal);
  return parts;
}

function readReference(
  text: string,
  start: number,
  groupCount: number,
  names: ReadonlyMap<string, number>,
): { group: number; end: number } {
  if (start === text.length) throw new Error('Illegal group reference: group index is missing');
  if (text[start] === '{') return readName(text, start + 1, names);
  if (!isDigit(text[start]!)) throw new Error('Illegal group reference');
  let group = Number(text[start]);
  let end = start + 1;
  // Further digits belong to the number as long as there is such a group.
  while (end < text.length && isDigit(text[end]!) && group * 10 + Number(text[end]) <= groupCount) {
    group = group * 10 + Number(text[end++]);
  }
  if (group > groupCount) throw new Error(`No group ${group}`);
  return { group, end };
}

function readName(text: string, start: number, names: ReadonlyMap<string, number>): { group: number; end: number } {
  const name = /^[A-Za-z0-9]*/.exec(text.slice(start))![0];
  const end = start + name.length;
  if (name === '') throw new Error('named capturing group has 0 length name');
  if (text[end] !== '}') throw new Error("named capturing group is missing trailing '}'");
  if (isDigit(name[0]!)) throw new Error(`capturing group name {${name}} starts with digit character`);
  const group = names.get(name);
  if (group === undefined) throw new Error(`No group with name {${name}}`);
  return { group, end: end + 1 };
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

/** The text that replaces one match. A group that took no part gives nothing. */
export function expandReplacement(replacement: Replacement, groups: readonly (string | undefined)[]): string {
  let text = '';
  for (const part of replacement) text += typeof part === 'string' ? part : (groups[part] ?? '');
  return text;
}
