import type { Secrets } from './secrets.js';

/** Shorter secrets are words that may stand anywhere. */
const telling = 8;

/** The last look at what is about to be written: whether some secret is still in it, as it is or inside base64. */
export function holdsSecret(text: string, secrets: Secrets): boolean {
  const haystack = text.toLowerCase();
  return secrets.values
    .filter((secret) => secret.length >= telling && secrets.replace(secret) !== secret)
    .some((secret) => spellings(secret).some((spelling) => haystack.includes(spelling.toLowerCase())));
}

function spellings(secret: string): string[] {
  const escaped = [encodeURIComponent(Buffer.from(secret).toString()), JSON.stringify(secret).slice(1, -1)];
  return [secret, ...escaped, ...encodedCores(secret)];
}

/** What base64 of any text with the secret in it holds, wherever the secret begins. */
function encodedCores(secret: string): string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    // The first and the last digits depend on the neighbours, too.
    return bytes.toString('base64').slice(offset === 0 ? 0 : offset + 1, Math.floor((bytes.length * 8) / 6));
  });
}
