import assert from 'node:assert/strict';
import type { ApimSetup } from '../../../../engine/apim/setup.js';
import { basic, jwtParts, keyManager } from './key-manager.js';

const callback = 'https://client.example/cb';
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const usual = { response_type: 'code', client_id: 'ck', redirect_uri: callback };
const alice = basic('alice', 'alicepw');

function authorizing(setup: ApimSetup = {}) {
  const served = keyManager(setup);
  const ask = async (changes: Readonly<Record<string, string | undefined>> = {}, authorization = alice) => {
    const given = Object.entries({ ...usual, ...changes }).filter((entry): entry is [string, string] => !!entry[1]);
    const target = `/oauth2/authorize?${new URLSearchParams(given)}`;
    const { status, headers } = await served.send({ target, headers: { authorization } });
    assert.equal(status, 302);
    return new URL(headers.Location!);
  };
  const exchange = (code: string, changes: Readonly<Record<string, string>> = {}, client = basic('ck', 'cs')) =>
    served.token({ grant_type: 'authorization_code', code, redirect_uri: callback, ...changes }, client);
  const code = async (changes?: Readonly<Record<string, string>>) => (await ask(changes)).searchParams.get('code')!;
  return { ...served, ask, exchange, code };
}

describe('a request for authorization', () => {
  for (const [what, changes, code, message] of [
    ['without a client', { client_id: undefined }, 'invalid_request', 'Client Id is not present'],
    ['of an unknown client', { client_id: 'x' }, 'invalid_client', 'could not be found'],
    ['without an address', { redirect_uri: undefined }, 'invalid_request', 'Redirect URI is not present'],
    ['with a longer address', { redirect_uri: `${callback}/more` }, 'invalid_callback', 'callback.not.match'],
    ['with a fragment', { redirect_uri: `${callback}#x` }, 'invalid_callback', 'callback.not.match'],
    ["with another client's address", { redirect_uri: 'https://rival.example/cb' }, 'invalid_callback', 'callback'],
  ] as const) {
    it(`${what} ends on the server's own page`, async () => {
      const { origin, pathname, searchParams } = await authorizing().ask(changes);
      assert.equal(origin + pathname, 'https://auth.example:9443/authenticationendpoint/oauth2_error.do');
      assert.equal(searchParams.get('oauthErrorCode'), code);
      assert.ok(searchParams.get('oauthErrorMsg')!.includes(message));
    });
  }

  for (const [what, changes, error, inFragment] of [
    ['without a response type', { response_type: undefined }, 'invalid_request', false],
    ['with an unknown response type', { response_type: 'code token' }, 'unsupported_response_type', true],
    ['with an unknown challenge method', { code_challenge: challenge, code_challenge_method: 'S1' }, 'invalid_request'],
    ['with a short challenge', { code_challenge: 'short' }, 'invalid_request'],
    ['with a bad scope', { scope: '"' }, 'invalid_scope'],
    ['for an id token without a nonce', { response_type: 'id_token', scope: 'openid' }, 'invalid_request', true],
  ] as const) {
    it(`${what} is refused to the client, with its state`, async () => {
      const { origin, search, hash } = await authorizing().ask({ ...changes, state: 's&t' });
      assert.equal(origin, 'https://client.example');
      const parameters = new URLSearchParams(inFragment ? hash.slice(1) : search);
      assert.deepEqual([parameters.get('error'), parameters.get('state')], [error, 's&t']);
    });
  }

  it('is refused to a client that may not use the grant', async () => {
    const keys = {
      PRODUCTION: { consumerKey: 'ck', consumerSecret: 'cs', grantTypes: ['password'], callbackUrl: callback },
    };
    const applications = [{ name: 'shop', owner: 'o', keys }];
    assert.equal((await authorizing({ applications }).ask()).searchParams.get('error'), 'unauthorized_client');
  });

  it('may name an address that fits a registered expression as a whole', async () => {
    const callbackUrl = `regexp=(${callback}|https://other\\.example/cb)`;
    const keys = { PRODUCTION: { consumerKey: 'ck', consumerSecret: 'cs', callbackUrl } };
    const { ask } = authorizing({ applications: [{ name: 'shop', owner: 'o', keys }] });
    assert.ok((await ask({ redirect_uri: 'https://other.example/cb' })).searchParams.has('code'));
    assert.ok((await ask({ redirect_uri: 'https://other.example/cb2' })).searchParams.has('oauthErrorCode'));
  });

  it('without a user goes to the login page, which sends it once more', async () => {
    const { ask, send, post, exchange } = authorizing();
    const login = await ask({ state: 's"<', scope: 'openid' }, 'Basic');
    assert.equal(login.pathname, '/authenticationendpoint/login.do');
    const page = await send({ target: login.pathname + login.search });
    assert.match(page.text, /action="https:\/\/auth\.example:9443\/oauth2\/authorize"/);
    assert.match(page.text, /shop asks for access/);
    assert.match(page.headers['Content-Security-Policy']!, /frame-ancestors 'none'/);
    const fields = [...page.text.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const form = Object.fromEntries(
      fields.map(([, name, value]) => [name, value!.replace('&quot;', '"').replace('&lt;', '<')]),
    );
    assert.deepEqual(form, { ...usual, state: 's"<', scope: 'openid' });
    const wrong = await post('/oauth2/authorize', { ...form, username: 'alice', password: 'no' }, '');
    assert.match(wrong.headers.Location!, /login\.do\?.*authFailure=true/);
    assert.doesNotMatch(wrong.headers.Location!, /alice|password/);
    const right = await post('/oauth2/authorize', { ...form, username: 'alice', password: 'alicepw' }, '');
    const { searchParams } = new URL(right.headers.Location!);
    assert.equal(searchParams.get('state'), 's"<');
    const { json } = await exchange(searchParams.get('code')!);
    assert.equal(jwtParts(json.id_token).claims.sub, 'alice');
  });

  it('without a user that may not be asked is refused', async () => {
    assert.equal((await authorizing().ask({ prompt: 'none' }, '')).searchParams.get('error'), 'login_required');
  });

  it('takes no password from the address', async () => {
    const { pathname } = await authorizing().ask({ username: 'alice', password: 'alicepw' }, '');
    assert.equal(pathname, '/authenticationendpoint/login.do');
  });

  it('for tokens has them in the fragment, without a refresh token', async () => {
    const { ask, isActive } = authorizing();
    const { hash, search } = await ask({
      response_type: 'id_token token',
      scope: 'openid',
      nonce: 'n',
      state: 's',
    });
    const parameters = new URLSearchParams(hash.slice(1));
    assert.equal(search, '');
    assert.deepEqual([...parameters.keys()], ['access_token', 'token_type', 'expires_in', 'id_token', 'state']);
    assert.equal(await isActive(parameters.get('access_token')!), true);
    assert.equal(jwtParts(parameters.get('id_token')!).claims.nonce, 'n');
  });
});

describe('an authorization code', () => {
  it('counts for its client, its address and its scopes, and for an id token with its nonce', async () => {
    const { code, exchange } = authorizing();
    const { status, json } = await exchange(await code({ scope: 'openid a', nonce: 'n-1' }));
    assert.equal(status, 200);
    assert.equal(json.scope, 'openid a');
    assert.equal(jwtParts(json.id_token).claims.nonce, 'n-1');
  });

  it('counts once also when the exchange fails', async () => {
    const { code, exchange } = authorizing();
    const value = await code();
    assert.equal((await exchange(value, { redirect_uri: 'x' })).json.error_description, 'Callback url mismatch');
    const again = 'Inactive authorization code received from token request';
    assert.equal((await exchange(value)).json.error_description, again);
  });

  it('is not used up by another client', async () => {
    const { code, exchange } = authorizing();
    const value = await code();
    const unknown = 'Invalid authorization code received from token request';
    assert.equal((await exchange(value, {}, basic('rk', 'rs'))).json.error_description, unknown);
    assert.equal((await exchange(value)).status, 200);
  });

  it('that is presented again ends its token, and what that was renewed to', async () => {
    const { code, exchange, refresh, isActive } = authorizing();
    const value = await code();
    const first = (await exchange(value)).json;
    const second = (await refresh(first.refresh_token)).json;
    assert.equal(await isActive(second.access_token), true);
    assert.equal((await exchange(value)).status, 400);
    assert.equal(await isActive(second.access_token), false);
    assert.equal((await refresh(second.refresh_token)).json.error, 'invalid_grant');
  });

  it('that gave a token that was there already ends that, too', async () => {
    const { code, exchange, password, isActive } = authorizing();
    const { access_token } = (await password()).json;
    const value = await code();
    assert.equal((await exchange(value)).json.access_token, access_token);
    await exchange(value);
    assert.equal(await isActive(access_token), false);
  });

  it('ends after the time that is set', async () => {
    const toml = '[oauth.token_validation]\nauthorization_code_validity = 10';
    const { code, exchange, clock } = authorizing({ toml });
    const value = await code();
    clock.advance(10_000);
    const ended = 'Expired or Revoked authorization code received from token request';
    assert.equal((await exchange(value)).json.error_description, ended);
  });

  it('needs its address', async () => {
    const { code, exchange } = authorizing();
    const { json } = await exchange(await code(), { redirect_uri: '' });
    assert.equal(json.error_description, 'Missing parameters: redirect_uri');
  });

  for (const [what, method, value, given, description] of [
    ['the right verifier', 'S256', challenge, verifier, undefined],
    ['the right plain verifier', 'plain', verifier, verifier, undefined],
    ['the right plain verifier, as is usual', '', verifier, verifier, undefined],
    ['a challenge as its verifier', 'S256', challenge, challenge, 'PKCE validation failed'],
    [
      'a verifier of other characters',
      'plain',
      verifier,
      `${verifier}!`,
      'Code verifier used is not up to RFC 7636 specifications.',
    ],
    [
      'a verifier that is too long',
      'plain',
      verifier,
      'a'.repeat(129),
      'Code verifier used is not up to RFC 7636 specifications.',
    ],
    [
      'no verifier',
      'S256',
      challenge,
      '',
      'Empty PKCE code_verifier sent. This authorization code requires a PKCE verification to obtain an access token.',
    ],
  ] as const) {
    it(`with a challenge and ${what} is ${description ? 'refused' : 'exchanged'}`, async () => {
      const { code, exchange } = authorizing();
      const value_ = await code({ code_challenge: value, code_challenge_method: method });
      const { status, json } = await exchange(value_, { code_verifier: given });
      assert.equal(json.error_description, description);
      assert.equal(status, description ? 400 : 200);
    });
  }
});
