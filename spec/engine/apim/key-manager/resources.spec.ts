import assert from 'node:assert/strict';
import { basic, keyManager, users } from './key-manager.js';

const enabled = '[oauth.revoked_token_headers_in_response]\nenable = true';

describe('revocation', () => {
  it('of an access token ends its refresh token, too', async () => {
    const { password, post, refresh, isActive } = keyManager();
    const { access_token, refresh_token } = (await password()).json;
    const { status, text, headers } = await post('/oauth2/revoke', { token: access_token });
    assert.deepEqual([status, text, headers['Content-Type']], [200, '', 'application/json']);
    assert.equal(await isActive(access_token), false);
    assert.equal((await refresh(refresh_token)).json.error, 'invalid_grant');
  });

  it("leaves another client's refresh token as it is, and does not say that there is one", async () => {
    const { password, post, refresh } = keyManager();
    const { refresh_token } = (await password()).json;
    const { status } = await post('/oauth2/revoke', { token: refresh_token }, basic('rk', 'rs'));
    assert.equal(status, 200);
    assert.equal((await refresh(refresh_token)).status, 200);
  });

  it('asks for the token first, then for the client', async () => {
    const { post } = keyManager();
    assert.equal((await post('/oauth2/revoke', {}, basic('ck', 'no'))).json.error, 'invalid_request');
    for (const authorization of ['', 'Basic x', basic('ck', 'no')]) {
      const { status, json, headers } = await post('/oauth2/revoke', { token: 't' }, authorization);
      assert.deepEqual(
        [status, json.error, json.error_description],
        [401, 'invalid_client', 'Client Authentication failed.'],
      );
      assert.equal(headers['WWW-Authenticate'], 'Basic realm=auth.example');
    }
  });

  it('names what it ended where answers do so, and only there', async () => {
    const users = [{ name: 'élise', password: 'alicepw' }];
    for (const toml of [enabled, '']) {
      const { token, post } = keyManager({ toml, users });
      const { access_token, refresh_token } = (
        await token({ grant_type: 'password', username: 'élise', password: 'alicepw' })
      ).json;
      const { headers } = await post('/oauth2/revoke', { token: refresh_token });
      const { RevokedAccessToken, RevokedRefreshToken, AuthorizedUser } = headers;
      const expected = toml ? [access_token, refresh_token, '%C3%A9lise'] : [undefined, undefined, undefined];
      assert.deepEqual([RevokedAccessToken, RevokedRefreshToken, AuthorizedUser], expected);
    }
    const { headers } = await keyManager({ toml: enabled }).post('/oauth2/revoke', { token: 'unknown' });
    assert.equal(headers.RevokedAccessToken, undefined);
  });

  it('answers as a script to who wants a call', async () => {
    const { post } = keyManager();
    const done = await post('/oauth2/revoke', { token: 't', callback: 'a.b' });
    assert.deepEqual([done.text, done.headers['Content-Type']], ['a.b();', 'application/javascript']);
    const refused = await post('/oauth2/revoke', { token: 't', callback: 'f' }, '');
    assert.match(refused.text, /^f\(\{.*"error":"invalid_client".*\}\);$/);
    assert.equal(refused.status, 401);
    const hostile = await post('/oauth2/revoke', { token: 't', callback: 'alert(1)//' });
    assert.equal(hostile.status, 400);
    assert.ok(!hostile.text.includes('alert'));
  });
});

const managers = [
  { name: 'manager', password: 'pw', permissions: ['/permission/admin/manage'] },
  { name: 'other', password: 'pw', permissions: ['/permission/admin/man', ''] },
];

describe('introspection', () => {
  for (const [what, authorization, status] of [
    ['nobody', '', 401],
    ['an administrator', basic('admin', 'adminpw'), 200],
    ['who may view applications', basic('viewer', 'viewerpw'), 200],
    ['a token with that scope', 'Bearer allowed', 200],
    ['who has a permission above', basic('manager', 'pw'), 200],
    ['who has a permission beside', basic('other', 'pw'), 403],
    ['a user without rights', basic('alice', 'alicepw'), 403],
    ['a token without that scope', 'Bearer other', 403],
    ['a wrong password', basic('admin', 'no'), 401],
    ['a client', basic('ck', 'cs'), 401],
    ['a token that is not known', 'Bearer unknown', 401],
  ] as const) {
    it(`answers ${what} with ${status}`, async () => {
      const { post } = keyManager({
        users: [...users, ...managers],
        tokens: [
          { value: 'allowed', scopes: ['internal_application_mgt_view'] },
          { value: 'other', scopes: ['default'] },
        ],
      });
      const { headers, json, ...answer } = await post('/oauth2/introspect', { token: 't' }, authorization);
      assert.equal(answer.status, status);
      if (status !== 200) assert.equal(json.code, status);
      assert.equal(headers['WWW-Authenticate'], status === 401 ? 'Bearer realm=auth.example' : undefined);
    });
  }

  it('says all of an opaque token, and of a refresh token that it is one', async () => {
    const { password, post, clock } = keyManager();
    const { access_token, refresh_token } = (await password('a b')).json;
    const introspect = async (token: string) =>
      (await post('/oauth2/introspect', { token }, basic('admin', 'adminpw'))).json;
    const now = clock.now() / 1000;
    const content = {
      active: true,
      token_type: 'Bearer',
      client_id: 'ck',
      username: 'alice@carbon.super',
      scope: 'a b',
      exp: now + 3600,
      iat: now,
      nbf: now,
      aut: 'APPLICATION_USER',
    };
    assert.deepEqual(await introspect(access_token), content);
    assert.deepEqual(await introspect(refresh_token), { ...content, token_type: 'Refresh', exp: now + 86_400 });
    clock.advance(3_600_000);
    assert.deepEqual(await introspect(access_token), { active: false });
    clock.advance(86_400_000);
    assert.deepEqual(await introspect(refresh_token), { active: false });
  });

  it('says of a JWT what it says of itself, and of a client that it is one', async () => {
    const { token, post } = keyManager({ keyManager: { url: 'https://a.example/oauth2', tokenType: 'jwt' } });
    const { access_token } = (await token({ grant_type: 'client_credentials' })).json;
    const { json } = await post('/oauth2/introspect', { token: access_token }, basic('admin', 'adminpw'));
    assert.deepEqual(
      [json.iss, json.sub, json.aud, json.aut],
      ['https://a.example/oauth2/token', 'owner', 'ck', 'APPLICATION'],
    );
    assert.equal(typeof json.jti, 'string');
  });
});

describe('userinfo', () => {
  for (const [what, authorization, status, error] of [
    ['no header', undefined, 400, 'invalid_request'],
    ['Basic credentials', basic('alice', 'alicepw'), 400, 'invalid_request'],
    ['a token that is not known', 'Bearer x', 401, 'invalid_token'],
    ['an expired token', 'Bearer old', 401, 'invalid_token'],
    ['a token without openid', 'Bearer plain', 403, 'insufficient_scope'],
  ] as const) {
    it(`refuses ${what} with ${status}`, async () => {
      const { send } = keyManager({
        tokens: [
          { value: 'plain', user: 'alice' },
          { value: 'old', user: 'alice', scopes: ['openid'], validFor: 0 },
        ],
      });
      const answer = await send({ target: '/oauth2/userinfo', headers: { authorization } });
      assert.deepEqual([answer.status, answer.json.error], [status, error]);
      const challenge = status === 400 ? undefined : `Bearer error="${error}"`;
      assert.equal(answer.headers['WWW-Authenticate'], challenge);
    });
  }

  it('names the user', async () => {
    const { send } = keyManager({ tokens: [{ value: 't', user: 'alice', scopes: ['openid'] }] });
    const { json } = await send({ target: '/oauth2/userinfo', headers: { authorization: 'bearer t' } });
    assert.deepEqual(json, { sub: 'alice' });
  });
});

describe('discovery', () => {
  it('stands below the issuer, and names what is there', async () => {
    const { send } = keyManager();
    const { json } = await send({ target: '/oauth2/token/.well-known/openid-configuration' });
    assert.equal(json.issuer, 'https://auth.example:9443/oauth2/token');
    for (const name of ['authorization', 'token', 'userinfo', 'revocation', 'introspection']) {
      const { status } = await send({ target: new URL(json[`${name}_endpoint`]).pathname });
      assert.notEqual(status, 404, name);
    }
    assert.equal((await send({ target: new URL(json.jwks_uri).pathname })).status, 200);
    assert.ok(!json.grant_types_supported.some((name: string) => name.includes('ntlm')));
  });
});

describe('the pages for users', () => {
  it('show what they are given as text', async () => {
    const { send } = keyManager();
    const target = '/authenticationendpoint/oauth2_error.do?oauthErrorCode=%3Cscript%3E&oauthErrorMsg=%3Cb%3E';
    const { text, headers } = await send({ target });
    assert.ok(text.includes('&lt;script>: &lt;b>'), text);
    assert.match(headers['Content-Security-Policy']!, /default-src 'none'/);
  });
});
