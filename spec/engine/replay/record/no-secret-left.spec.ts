import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SecretFinder } from '../../../../engine/replay/record/find-secrets.js';
import { bodyShape, mapLeaves } from '../../../../engine/replay/record/leaf-texts.js';
import { holdsSecret } from '../../../../engine/replay/record/leak-check.js';
import { Secrets } from '../../../../engine/replay/record/secrets.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Bodies that hold a secret under a telling name, and once more elsewhere. */
const bodies: Record<string, [type: string, make: (secret: string, other: string) => string]> = {
  JSON: [
    'application/json',
    (secret, other) =>
      JSON.stringify({
        access_token: secret,
        a: [other, `${other} ${secret} ${other}`],
        b: { c: base64(`u:${secret}`) },
      }),
  ],
  form: [
    'application/x-www-form-urlencoded',
    (secret, other) => new URLSearchParams({ client_secret: secret, a: other, b: `(${secret})` }).toString(),
  ],
  XML: [
    'application/xml',
    (secret, other) =>
      `<r a="${xml(other)}"><password>${xml(secret)}</password><b c="${xml(secret)}">${xml(other)}</b></r>`,
  ],
};

/** What a secret may be made of; shorter ones are replaced as whole words only. */
const secretText = fc
  .string({ minLength: 12, maxLength: 40, unit: 'grapheme-ascii' })
  .filter((text) => text.trim() === text && !/^\d+$/.test(text));
const otherText = fc.string({ maxLength: 20 });

describe('a body without its secrets', () => {
  for (const [name, [type, make]] of Object.entries(bodies)) {
    it(`holds none, and is otherwise as it was: ${name}`, () => {
      fc.assert(
        fc.property(secretText, otherText, (secret, other) => {
          fc.pre(!make('', other).includes(secret) && !other.includes(secret));
          const body = make(secret, other);
          const secrets = new Secrets();
          new SecretFinder(secrets).body(body, type);
          const replaced = mapLeaves<string>(body, bodyShape(body, type), (leaf, at) => [secrets.replace(leaf, at)]);
          assert.equal(holdsSecret(replaced.join(''), secrets), false);
          // The replacement is what the body would have been with the placeholder as its secret.
          const placeholder = secrets.replace(secret, 'token');
          assert.match(placeholder, /^recorded-/);
          const reached = new Secrets();
          new SecretFinder(reached).body(make('', other), type);
          if (reached.values.length === 0)
            assert.equal(decoded(replaced.join(''), type), decoded(make(placeholder, other), type));
        }),
        { numRuns: 300 },
      );
    });
  }
});

/** A body in a form that does not depend on how texts are escaped. */
function decoded(body: string, type: string): string {
  if (/json/.test(type)) return JSON.stringify(JSON.parse(body));
  return /form/.test(type) ? JSON.stringify([...new URLSearchParams(body)]) : body.replaceAll('&apos;', "'");
}
