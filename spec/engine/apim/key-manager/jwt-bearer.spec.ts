import assert from 'node:assert/strict';
import { createHmac, sign } from 'node:crypto';
import type { Profile } from '../../../../engine/apim/setup.js';
import { keyManager, keys } from './key-manager.js';

const alias = 'https://auth.example/oauth2/token';

type Claims = Readonly<Record<string, unknown>>;

function bearing(profile: Profile = '4.x') {
  const idps = [{ name: 'idp', alias, key: 'theirs' }];
  const served = keyManager({ idps }, profile);
  const now = served.clock.now() / 1000;
  const usual: Claims = { iss: 'idp', sub: 'fed', aud: [alias, 'x'], exp: now + 60, jti: 'j' };
  const present = (changes: Claims = {}, write = rs256) => {
    const assertion = write({ ...usual, ...changes });
    return served.token({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion, scope: 'a' });
  };
  return { ...served, now, present };
}

function content(alg: string, claims: Claims): string {
  return [{ alg }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

function rs256(claims: Claims, key = 'theirs'): string {
  const text = content('RS256', claims);
  return `${text}.${sign('sha256', Buffer.from(text), keys.get(key).privateKey).toString('base64url')}`;
}

/** The public key taken for a secret. */
function hs256(claims: Claims): string {
  const text = content('HS256', claims);
  const secret = keys.get('theirs').publicKey.export({ type: 'spki', format: 'pem' });
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

describe('an assertion that is a JWT', () => {
  it('gives a token for its subject, with a refresh token', async () => {
    const { present, state } = bearing();
    const { status, json } = await present();
    assert.equal(status, 200);
    assert.equal(json.scope, 'a');
    assert.equal(typeof json.refresh_token, 'string');
    const token = state.tokens.find(json.access_token)!;
    assert.deepEqual([token.user, token.userType, token.idp], ['fed', 'APPLICATION_USER', 'idp']);
  });

  it('gives no token of a user of our own who has the same name', async () => {
    const { present, password } = bearing();
    const own = (await password('a')).json.access_token;
    assert.notEqual((await present({ sub: 'alice' })).json.access_token, own);
  });

  const mandatory = 'Mandatory fields(Issuer, Subject, Expiration time or Audience) are empty';
  const bad = 'Signature or Message Authentication invalid.';
  for (const [what, changes, description, write] of [
    ['of an unknown issuer', { iss: 'other' }, 'No Registered IDP found for the JWT with issuer name : other'],
    ['without a subject', { sub: undefined }, mandatory],
    ['without an end', { exp: undefined }, mandatory],
    ['without an audience', { aud: undefined }, mandatory],
    ['for others', { aud: 'https://other.example' }, `None of the audience values matched the tokenEndpoint Alias`],
    ['that is no JWT', {}, 'Error while parsing the JWT.', () => 'abc'],
    ['signed with another key', {}, bad, (claims: Claims) => rs256(claims, 'others')],
    ['signed with no key', {}, bad, (claims: Claims) => `${content('none', claims)}.`],
    ['signed with the public key as secret', {}, bad, hs256],
    [
      'that was changed',
      {},
      bad,
      (claims: Claims) => rs256(claims).replace(/^[^.]*\.[^.]*/, content('RS256', { ...claims, sub: 'x' })),
    ],
  ] as const) {
    it(`${what} is refused`, async () => {
      const { status, json } = await bearing().present(changes, write);
      assert.deepEqual([status, json.error], [400, 'invalid_grant']);
      assert.ok(json.error_description.startsWith(description), json.error_description);
    });
  }

  for (const [what, profile, after, description] of [
    ['at its end', '4.x', 0, /^JSON Web Token is expired/],
    ['before its end', '4.x', 1, undefined],
    ['within the skew of old generations', '1.x', -299, undefined],
    ['beyond that skew', '1.x', -300, /^JSON Web Token is expired/],
  ] as const) {
    it(`${what} is ${description ? 'refused' : 'taken'}`, async () => {
      const { present, now } = bearing(profile);
      const { json } = await present({ exp: now + after });
      if (description) assert.match(json.error_description, description);
      else assert.equal(json.error, undefined);
    });
  }

  it('is refused before its time', async () => {
    const { present, now } = bearing();
    assert.match((await present({ nbf: now + 1 })).json.error_description, /used before Not_Before_Time/);
    assert.equal((await present({ nbf: now })).status, 200);
  });

  it('counts once', async () => {
    const { present } = bearing();
    assert.equal((await present()).status, 200);
    assert.match((await present()).json.error_description, /jti: j has been Replayed/);
    assert.equal((await present({ jti: 'k' })).status, 200);
  });
});
