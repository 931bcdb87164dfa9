import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { basic, jwtParts, keyManager } from './key-manager.js';

const client = { grant_type: 'client_credentials' };

describe('lifetimes of tokens', () => {
  const toml = `[oauth.token_validation]
app_access_token_validity = 100
user_access_token_validity = "200"
refresh_token_validity = 300`;
  for (const [what, setup, app, user] of [
    ['are 3600 seconds', {}, 3600, 3600],
    ['come from the configuration, also as text', { toml }, 100, 200],
    ['come from the setup first', { toml, keyManager: { appTokenValidity: 7, userTokenValidity: 8 } }, 7, 8],
  ] as const) {
    it(what, async () => {
      const { token, password } = keyManager(setup);
      assert.equal((await token(client)).json.expires_in, app);
      assert.equal((await password()).json.expires_in, user);
    });
  }

  it('hold for refresh tokens from the configuration', async () => {
    const { password, refresh, clock } = keyManager({ toml });
    const { refresh_token } = (await password()).json;
    clock.advance(300_000);
    assert.equal((await refresh(refresh_token)).json.error_description, 'Refresh token is expired.');
  });

  it('are for ever when negative', async () => {
    const { token, isActive, clock } = keyManager({ keyManager: { appTokenValidity: -1 } });
    const { json, text } = await token(client);
    assert.match(text, /"expires_in":9223372036854775000\b/);
    clock.advance(1e12);
    assert.equal(await isActive(json.access_token), true);
  });

  it('are as a client wants its own, when it says a number', async () => {
    const { token } = keyManager({ keyManager: { tokenType: 'jwt' } });
    assert.equal((await token({ ...client, validity_period: '60' })).json.expires_in, 60);
    assert.equal((await token({ ...client, validity_period: 'soon' })).json.expires_in, 3600);
  });
});

describe('opaque tokens', () => {
  it('are given again whatever the order of scopes, for the same kind of user', async () => {
    const { token, password } = keyManager({ users: [{ name: 'owner', password: 'pw' }] });
    const owner = { grant_type: 'password', username: 'Owner', password: 'pw' };
    const first = (await token({ ...owner, scope: 'a b' })).json;
    const second = (await token({ ...owner, scope: 'b a b' })).json;
    assert.equal(second.access_token, first.access_token);
    const own = (await token({ ...client, scope: 'a b' })).json;
    assert.notEqual(own.access_token, first.access_token);
    assert.equal((await password()).json.error, 'invalid_grant');
  });

  it('keep their refresh token when they expire, as long as it counts', async () => {
    const { password, clock, refresh } = keyManager({ keyManager: { refreshTokenValidity: 5000 } });
    const first = (await password()).json;
    clock.advance(3_600_000);
    const second = (await password()).json;
    assert.notEqual(second.access_token, first.access_token);
    assert.equal(second.refresh_token, first.refresh_token);
    clock.advance(3_600_000);
    const third = (await password()).json;
    assert.notEqual(third.refresh_token, first.refresh_token);
    assert.equal((await refresh(first.refresh_token)).json.error, 'invalid_grant');
    assert.equal((await refresh(third.refresh_token)).status, 200);
  });

  it('are new with less than a second left', async () => {
    const { password, clock } = keyManager();
    const first = (await password()).json;
    clock.advance(3_599_500);
    assert.notEqual((await password()).json.access_token, first.access_token);
  });

  it('are new with each request where it is set up so, one active at a time', async () => {
    const toml = '[oauth.token_renewal]\nrenew_access_token_per_request = true';
    const { password, isActive } = keyManager({ toml });
    const first = (await password()).json;
    const second = (await password()).json;
    assert.notEqual(second.access_token, first.access_token);
    assert.equal(second.refresh_token, first.refresh_token);
    assert.deepEqual([await isActive(first.access_token), await isActive(second.access_token)], [false, true]);
  });

  it('of the setup are given again', async () => {
    const tokens = [{ value: 'tok', application: 'shop', user: 'alice', validFor: 100 }];
    const { json } = await keyManager({ tokens }).password();
    assert.deepEqual([json.access_token, json.expires_in], ['tok', 100]);
  });
});

describe('a renewal', () => {
  it('ends what it renews at once, and again and again', async () => {
    const { password, refresh, isActive } = keyManager();
    const first = (await password('a b')).json;
    const [second, repeated] = await Promise.all([refresh(first.refresh_token), refresh(first.refresh_token)]);
    assert.equal(second.json.scope, 'a b');
    assert.equal(repeated.json.error, 'invalid_grant');
    assert.equal(await isActive(first.access_token), false);
    const third = (await refresh(second.json.refresh_token)).json;
    assert.deepEqual([await isActive(second.json.access_token), await isActive(third.access_token)], [false, true]);
  });

  it('keeps the refresh token and its end where it is set up so', async () => {
    const toml = '[oauth.token_renewal]\nrenew_refresh_token = false';
    const { password, refresh, clock } = keyManager({ toml, keyManager: { refreshTokenValidity: 100 } });
    const first = (await password()).json;
    clock.advance(60_000);
    const second = (await refresh(first.refresh_token)).json;
    assert.equal(second.refresh_token, first.refresh_token);
    assert.notEqual(second.access_token, first.access_token);
    clock.advance(60_000);
    assert.equal((await refresh(first.refresh_token)).json.error_description, 'Refresh token is expired.');
  });

  it('is refused to other clients, and costs them nothing that is not theirs', async () => {
    const { password, refresh, token } = keyManager();
    const { refresh_token } = (await password()).json;
    const form = { grant_type: 'refresh_token', refresh_token };
    const { json } = await token(form, basic('rk', 'rs'));
    assert.equal(json.error_description, 'Persisted access token data not found');
    assert.equal((await refresh(refresh_token)).status, 200);
  });

  it('is refused for a wider scope, and may then be tried again', async () => {
    const { password, refresh } = keyManager();
    const { refresh_token } = (await password('a b')).json;
    assert.equal((await refresh(refresh_token, 'a c')).json.error_description, 'Invalid Scope!');
    assert.equal((await refresh(refresh_token, 'b')).json.scope, 'b');
  });

  it('names what it ended where answers do so', async () => {
    const toml = '[oauth.revoked_token_headers_in_response]\nenable = true';
    const { password, refresh } = keyManager({ toml });
    const first = (await password()).json;
    const { headers } = await refresh(first.refresh_token);
    assert.equal(headers.DeactivatedAccessToken, first.access_token);
  });

  it('is there for clients alone where it is set up so', async () => {
    const toml = '[oauth.grant_type.client_credentials]\nallow_refresh_tokens = true';
    const { token, refresh } = keyManager({ toml });
    const { refresh_token } = (await token(client)).json;
    assert.equal((await refresh(refresh_token)).json.scope, 'default');
    assert.equal((await keyManager().token(client)).json.refresh_token, undefined);
  });
});

describe('tokens that are JWTs', () => {
  it('are new each time, all of them active, and say who and what', async () => {
    const { password, isActive, clock, send } = keyManager({
      keyManager: { url: 'https://auth.example/oauth2/', tokenType: 'jwt' },
    });
    const [first, second] = [(await password('a b')).json, (await password('a b')).json];
    assert.deepEqual([await isActive(first.access_token), await isActive(second.access_token)], [true, true]);
    const { header, claims } = jwtParts(first.access_token);
    const { jti, ...others } = claims;
    assert.notEqual(jwtParts(second.access_token).claims.jti, jti);
    const now = clock.now() / 1000;
    assert.deepEqual(others, {
      iss: 'https://auth.example/oauth2/token',
      sub: 'alice',
      aud: 'ck',
      azp: 'ck',
      client_id: 'ck',
      aut: 'APPLICATION_USER',
      scope: 'a b',
      nbf: now,
      iat: now,
      exp: now + 3600,
    });
    const [key] = (await send({ target: '/oauth2/jwks' })).json.keys;
    assert.equal(header.kid, key.kid);
    assert.equal(key.d, undefined);
    const [content, signature] = [
      first.access_token.slice(0, first.access_token.lastIndexOf('.')),
      first.access_token.split('.')[2],
    ];
    const valid = verify(
      'sha256',
      Buffer.from(content),
      createPublicKey({ key, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    );
    assert.ok(valid);
  });
});

describe('scopes', () => {
  for (const [asked, granted] of [
    ['', 'default'],
    [' a  b a ', 'a b'],
    ['am_application_scope', 'am_application_scope'],
  ] as const) {
    it(`are ${JSON.stringify(granted)} when ${JSON.stringify(asked)} is asked for`, async () => {
      assert.equal((await keyManager().password(asked)).json.scope, granted);
    });
  }

  const management = 'apim:api_create apim:subscribe apim:admin internal_user_mgt_view plain';
  for (const [what, user, granted] of [
    ['nobody in particular', {}, 'plain'],
    ['a creator', { roles: ['INTERNAL/Creator'] }, 'apim:api_create plain'],
    ['a subscriber', { roles: ['Internal/subscriber'] }, 'apim:subscribe plain'],
    ['who has a permission', { permissions: ['internal_user_mgt_view'] }, 'internal_user_mgt_view plain'],
    ['an administrator', { roles: ['admin'] }, management],
  ] as const) {
    it(`that manage the product are for ${what}: ${granted}`, async () => {
      const users = [{ name: 'owner', password: 'pw', ...user }];
      const { token } = keyManager({ users });
      const form = { grant_type: 'password', username: 'owner', password: 'pw', scope: management };
      assert.equal((await token(form)).json.scope, granted);
      assert.equal((await token({ ...client, scope: management })).json.scope, granted);
    });
  }

  it('with openid give an id token to users, bound to the access token, and none to clients', async () => {
    const { password, token } = keyManager();
    const { json } = await password('openid');
    const { claims } = jwtParts(json.id_token);
    assert.deepEqual([claims.sub, claims.aud, claims.exp - claims.iat], ['alice', ['ck'], 3600]);
    assert.equal(Buffer.from(claims.at_hash, 'base64url').length, 16);
    assert.equal((await token({ ...client, scope: 'openid' })).json.id_token, undefined);
    assert.equal((await password('email')).json.id_token, undefined);
  });
});
