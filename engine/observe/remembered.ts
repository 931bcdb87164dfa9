/**
 * Remembers what was worked out of a text, for texts that come again with every request. Bounded: when there are too many
 * it starts anew, and texts that are too long to be worth it are worked out each time.
 * @param limit texts kept
 * @param longest characters of a text that is kept
 */
export function remembered<T>(
  make: (text: string) => T,
  { limit = 500, longest = 200 }: { limit?: number; longest?: number } = {},
): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    if (text.length > longest) return made;
    if (known.size >= limit) known.clear();
    known.set(text, made);
    return made;
  };
}
