/** The match flags of java.util.regex.Pattern, by their letters: d, i, m, s, x, u, U. */
export interface PatternFlags {
  readonly unixLines: boolean;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly comments: boolean;
  readonly unicodeCase: boolean;
  readonly unicodeClasses: boolean;
}

const byLetter: Readonly<Record<string, keyof PatternFlags>> = {
  d: 'unixLines',
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'comments',
  u: 'unicodeCase',
  U: 'unicodeClasses',
};

export const noFlags: PatternFlags = {
  unixLines: false,
  ignoreCase: false,
  multiline: false,
  dotAll: false,
  comments: false,
  unicodeCase: false,
  unicodeClasses: false,
};

/** The flags with one more switched on or off by its letter; undefined for a letter that is none. */
export function withFlag(flags: PatternFlags, letter: string, on: boolean): PatternFlags | undefined {
  const name = Object.hasOwn(byLetter, letter) ? byLetter[letter] : undefined;
  if (name === undefined) return undefined;
  const changed = { ...flags, [name]: on };
  // Unicode classes switch Unicode case folding with them.
  return name === 'unicodeClasses' ? { ...changed, unicodeCase: on } : changed;
}

/** The flags of a text of letters; unknown letters are passed over. */
export function flagsOf(letters: string): PatternFlags {
  let flags = noFlags;
  for (const letter of letters) flags = withFlag(flags, letter, true) ?? flags;
  return flags;
}
