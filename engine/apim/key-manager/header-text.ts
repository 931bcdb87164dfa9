/** Text as the value of a header: what cannot stand there is percent-encoded. */
export function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (character) =>
    Buffer.from(character)
      .toString('hex')
      .replace(/../g, (byte) => `%${byte.toUpperCase()}`),
  );
}
