import assert from 'node:assert/strict';
import { type Ask, IdentityWorld, rule } from './identity-world.js';

const generic = 'Authorization failure. Authorization information was invalid or missing from your request.';
const failed = 'Error occurred while trying to authenticate.';
const encoded = (text: string) => Buffer.from(text).toString('base64');

describe('authentication at the identity server', () => {
  const secured = rule('(/t/[^/]+)?/api/x');

  const described = async (toml: string, ask: Ask) => {
    const { status, json } = await new IdentityWorld(toml).ask('/api/x', ask);
    assert.equal(status, 401);
    return json.description;
  };

  for (const [what, ask, description] of [
    ['one part', { authorization: 'Basic' }, `${failed} The Authorization header values are not defined correctly.`],
    [
      'two spaces',
      { authorization: `Basic  ${encoded('alice:a:pw')}` },
      `${failed} The Authorization header values are not defined correctly.`,
    ],
    ['no colon', { basic: 'alice' }, `${failed} The auth user credentials are not defined correctly.`],
    ['blank name', { basic: ' :pw' }, `${failed} The auth user credentials are not defined correctly.`],
    ['blank password', { basic: 'alice:  ' }, `${failed} The auth user credentials are not defined correctly.`],
    ['wrong password', { basic: 'alice:a' }, generic],
    ['unknown user', { basic: 'ghost:x' }, generic],
    ['unknown tenant', { basic: 'john@nowhere:x' }, `${failed} The tenant domain specified in the username is invalid`],
    [
      'an e-mail address with a wrong password, which must not tell that the user is there',
      { basic: 'eve@mail.example:x' },
      `${failed} The tenant domain specified in the username is invalid`,
    ],
    ['another scheme', { authorization: `Client ${encoded('a:b')}` }, generic],
    ['token unknown', { bearer: 'ghost' }, generic],
    ['token revoked', { bearer: 'revoked' }, generic],
    ['token of three parts', { authorization: 'Bearer good good' }, generic],
    [
      'a token shown as Basic',
      { authorization: 'Basic good' },
      `${failed} The auth user credentials are not defined correctly.`,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.equal(await described(secured, ask), description);
    });
  }

  for (const [what, ask] of [
    ['a password with colons', { basic: 'alice:a:pw' }],
    ['schemes in any case', { authorization: `bASIC ${encoded('bob:bobpw')}` }],
    ['a name that is an e-mail address', { basic: 'eve@mail.example:evepw' }],
    ['a token', { bearer: 'good' }],
  ] as const) {
    it(`takes ${what}`, async () => {
      assert.equal(await new IdentityWorld(secured).status('/api/x', ask), 200);
    });
  }

  it('a token is good until its time is over', async () => {
    const world = new IdentityWorld(secured);
    assert.equal(await world.status('/api/x', { bearer: 'short' }), 200);
    world.clock.advance(10_000);
    assert.equal(await world.status('/api/x', { bearer: 'short' }), 401);
  });

  it('the user of a secondary store says which', async () => {
    const world = new IdentityWorld(secured);
    assert.equal(await world.status('/t/abc.com/api/x', { basic: 'secondary/mary@abc.com:marypw' }), 200);
  });

  describe('with credentials of a client', () => {
    const clients = rule(
      '(/t/[^/]+)?/api/x',
      'allowed_auth_handlers = "BasicClientAuthentication"\npermissions = ["/p"]',
    );

    for (const [what, toml, path, basic, expected] of [
      ['a rule names the handler', clients, '/api/x', 'key:secret', 200],
      ['the secret is wrong', clients, '/api/x', 'key:secret2', 401],
      ['the client is unknown', clients, '/api/x', 'nokey:secret', 401],
      ['users are no clients', clients, '/api/x', 'bob:bobpw', 401],
      ['the owner is of another tenant', clients, '/api/x', 'key2:secret2', 401],
      ['the owner is of the tenant of the path', clients, '/t/abc.com/api/x', 'key2:secret2', 200],
      ['no rule names the handler', secured, '/api/x', 'key:secret', 401],
      ['a rule says all', rule('/api/x', 'allowed_auth_handlers = ["all"]'), '/api/x', 'key:secret', 401],
    ] as const) {
      it(`${what}: ${expected}`, async () => {
        assert.equal(await new IdentityWorld(toml).status(path, { basic }), expected);
      });
    }

    it('blank ones are told as those of an application', async () => {
      const description = `${failed} The OAuth application credentials are not defined correctly.`;
      assert.equal(await described(clients, { basic: 'key:' }), description);
    });

    it('come before those of users, and decide', async () => {
      const both = rule('/api/x', 'allowed_auth_handlers = ["BasicAuthentication", "BasicClientAuthentication"]');
      assert.equal(await new IdentityWorld(both).status('/api/x', { basic: 'key:secret' }), 200);
      assert.equal(await new IdentityWorld(both).status('/api/x', { basic: 'bob:bobpw' }), 401);
    });
  });

  for (const [handlers, ask, expected] of [
    ['"OAuthAuthentication"', { bearer: 'good' }, 200],
    ['"OAuthAuthentication"', { basic: 'bob:bobpw' }, 401],
    ['"OAuthAuthentication, BasicAuthentication"', { basic: 'bob:bobpw' }, 200],
    ['["handler1"]', { basic: 'bob:bobpw' }, 401],
    ['"all"', { basic: 'bob:bobpw' }, 200],
  ] as const) {
    it(`allowed_auth_handlers = ${handlers} and ${JSON.stringify(ask)}: ${expected}`, async () => {
      const world = new IdentityWorld(rule('/api/x', `allowed_auth_handlers = ${handlers}`));
      assert.equal(await world.status('/api/x', ask), expected);
    });
  }

  it('the file can switch Basic off', async () => {
    const name = 'org.wso2.carbon.identity.auth.service.handler.impl.BasicAuthenticationHandler';
    const listener = (enable: boolean) => `[[event_listener]]\nid = "basic"\nname = "${name}"\nenable = ${enable}\n`;
    assert.equal(await described(listener(false) + secured, { basic: 'bob:bobpw' }), generic);
    assert.equal(await new IdentityWorld(listener(false) + secured).status('/api/x', { bearer: 'good' }), 200);
    assert.equal(await new IdentityWorld(listener(true) + secured).status('/api/x', { basic: 'bob:bobpw' }), 200);
  });
});
