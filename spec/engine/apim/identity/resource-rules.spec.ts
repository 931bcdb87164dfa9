import assert from 'node:assert/strict';
import { IdentityWorld, rule } from './identity-world.js';

const alice = { basic: 'alice:a:pw' };
const open = 'secure = false';
/** Bob holds nothing, so he passes where everybody or anybody does. */
const bob = { basic: 'bob:bobpw' };

describe('resource rules of the identity server', () => {
  for (const [what, toml, expected] of [
    ['secure', 'secure = false', 200],
    ['secured, as the documentation writes it', 'secured = false', 200],
    ['secure counts before secured', 'secure = true\nsecured = false', 401],
    ['a text', 'secure = "false"', 200],
    ['neither: secured', '', 401],
  ] as const) {
    it(`whether a rule is secured: ${what}`, async () => {
      assert.equal(await new IdentityWorld(rule('/api/x', toml)).status('/api/x'), expected);
    });
  }

  for (const [methods, method, expected] of [
    ['"all"', 'DELETE', 200],
    ['"ALL"', 'DELETE', 200],
    ['"get, Post"', 'POST', 200],
    ['"get, Post"', 'PUT', 401],
    ['"get|post"', 'GET', 200],
    ['["get", "post"]', 'POST', 200],
    ['"unlock"', 'LOCK', 401],
    ['""', 'PATCH', 200],
  ] as const) {
    it(`http_method ${methods} and ${method}: ${expected}`, async () => {
      const world = new IdentityWorld(rule('/api/x', `${open}\nhttp_method = ${methods}`));
      assert.equal(await world.status('/api/x', { method }), expected);
    });
  }

  for (const [context, path, expected] of [
    ['/api/x', '/API/X', 200],
    ['/api/x', '/api/x?a=/api/y', 200],
    ['/api/x', '/api/x/y', 401],
    ['/api/x(.*)', '/t/abc.com/api/x', 401],
    ['/api/identity/*', '/api/identity/users', 401],
    ['/api/\\p{Alpha}+\\Q.\\E', '/api/abc.', 200],
    ['(/t/[^/]+)?/api/x', '/t/nobody/api/x', 200],
  ] as const) {
    it(`the context ${context} and ${path}: ${expected}`, async () => {
      assert.equal(await new IdentityWorld(rule(context, open)).status(path), expected);
    });
  }

  it('a single table is a list of one', async () => {
    const world = new IdentityWorld('[resource.access_control]\ncontext = "/api/x"\nsecure = false');
    assert.equal(await world.status('/api/x'), 200);
  });

  for (const [method, path, expected] of [
    ['OPTIONS', '/any/where', 200],
    ['POST', '/oauth2/token', 200],
    ['GET', '/t/abc.com/oauth2/authorize', 200],
    ['POST', '/oauth2/revoke', 200],
    ['GET', '/oauth2/userinfo', 200],
    ['GET', '/oauth2/jwks', 200],
    ['GET', '/', 200],
    ['POST', '/', 401],
    ['POST', '/oauth2/introspect', 401],
    ['POST', '/oauth2/tokens', 401],
    ['GET', '/x/oauth2/token', 401],
  ] as const) {
    it(`the product's own rules: ${method} ${path}: ${expected}`, async () => {
      assert.equal(await new IdentityWorld('').status(path, { method }), expected);
    });
  }

  it("rules of the file come before the product's", async () => {
    const world = new IdentityWorld(rule('/oauth2/token') + rule('(.*)'));
    assert.equal(await world.status('/oauth2/token', { method: 'POST' }), 401);
    assert.equal(await world.status('/oauth2/jwks', { method: 'OPTIONS' }), 401);
  });

  it('introspection wants the permission, its scope, or an administrator', async () => {
    const world = new IdentityWorld('');
    const status = (ask: object) => world.status('/oauth2/introspect', { method: 'POST', ...ask });
    assert.equal(await status({ basic: 'root:rootpw' }), 200);
    assert.equal(await status(alice), 403);
    assert.equal(await status({ bearer: 'good' }), 403);
  });

  for (const [settings, expected] of [
    ['default_access_allow = true', 200],
    ['default_access_allow = "true"', 200],
    ['default_access_allow = false', 401],
    ['', 401],
  ] as const) {
    it(`no rule, and ${settings || 'no default'}: ${expected}`, async () => {
      assert.equal(await new IdentityWorld(`[resource_access_control]\n${settings}`).status('/x', alice), expected);
    });
  }

  for (const [needs, ask, expected] of [
    ['permissions = ["none"]', bob, 200],
    ['permissions = ["None"]', bob, 200],
    ['', bob, 200],
    ['permissions = ["/permission/admin/login"]', bob, 403],
    ['permissions = ["/permission/admin/login"]', alice, 200],
    ['permissions = "/permission/admin/login,/permission/admin/manage"', alice, 403],
    ['permissions = ["/permission/admin/login/deep"]', alice, 200],
    ['permissions = ["/permission/admin/loginx"]', alice, 403],
    ['permissions = ["/permission/admin"]', alice, 403],
    ['permissions = ["/permission/x"]', { basic: 'root:rootpw' }, 200],
    ['permissions = ["/permission/x"]\nscopes = ["scope1"]', alice, 200],
    ['scopes = ["scope1"]', bob, 403],
    ['permissions = []\nscope = ["scope1"]', bob, 403],
    ['permissions = ["none"]\nscopes = ["scope1"]', bob, 200],
    ['scope = ["scope1", "scope2"]', { bearer: 'good' }, 200],
    ['scopes = "scope1,scope2"', { bearer: 'good' }, 200],
    ['scopes = ["scope1", "scope3"]', { bearer: 'good' }, 403],
    ['scopes = ["scope1"]\nscope = ["scope3"]', { bearer: 'good' }, 403],
    ['permissions = ["/permission/x"]\nscopes = ["scope1"]', { bearer: 'good' }, 200],
    ['permissions = ["none"]\nscopes = ["scope1"]', { bearer: 'plain' }, 403],
    ['permissions = ["/permission/admin/login"]', { bearer: 'plain' }, 200],
    ['permissions = ["/permission/admin/login"]', { bearer: 'of-bob' }, 403],
    ['scopes = ["scope1"]', { bearer: 'of-nobody' }, 200],
    ['permissions = ["/permission/admin/login"]', { bearer: 'of-nobody' }, 403],
  ] as const) {
    it(`${JSON.stringify(ask)} where a rule says ${needs || 'nothing'}: ${expected}`, async () => {
      assert.equal(await new IdentityWorld(rule('/api/x', needs)).status('/api/x', ask), expected);
    });
  }

  for (const [more, path, ask, expected] of [
    ['', '/t/abc.com/api/x', { basic: 'john@abc.com:johnpw' }, 200],
    ['', '/t/abc.com/api/x', { bearer: 'of-john' }, 200],
    ['', '/t/abc.com/api/x', bob, 401],
    ['', '/t/carbon.super/api/x', bob, 200],
    ['', '/T/abc.com/api/x', bob, 401],
    ['', '/t/nowhere/api/x', bob, 401],
    ['', '/api/x', { bearer: 'of-john' }, 401],
    ['cross_tenant = true', '/t/abc.com/api/x', bob, 200],
    ['cross_tenant = false\ncross_access_allowed_tenants = ["carbon.super"]', '/t/abc.com/api/x', bob, 401],
    ['cross_tenant = true\ncross_access_allowed_tenants = "x.com, carbon.super"', '/t/abc.com/api/x', bob, 200],
    ['cross_tenant = true\ncross_access_allowed_tenants = ["x.com"]', '/t/abc.com/api/x', bob, 401],
    ['cross_tenant = true\ncross_access_allowed_tenants = ["x.com"]', '/api/x', bob, 200],
  ] as const) {
    it(`tenants: ${JSON.stringify(ask)} at ${path} ${more}: ${expected}`, async () => {
      assert.equal(await new IdentityWorld(rule('(/t/[^/]+)?/api/x', more)).status(path, ask), expected);
    });
  }

  for (const [toml, message] of [
    [
      `${rule('/a')}[[resource.access_control]]\nsecure = false`,
      /context of resource\.access_control no\. 2 is missing/,
    ],
    [rule(' '), /context of resource\.access_control no\. 1 is missing/],
    [
      rule('/api(x'),
      /context of resource\.access_control no\. 1 cannot be used: '\/api\(x'\. Invalid regular expression/,
    ],
    [rule('/a', 'secure = "yes"'), /secure of resource\.access_control no\. 1 must be true or false/],
    [rule('/a', 'scopes = [1]'), /scopes of resource\.access_control no\. 1 must be a list of texts/],
    [rule('/a', 'permissions = 1'), /permissions of .* must be a list of texts/],
    ['[resource]\naccess_control = "x"', /access_control of resource must be a table/],
    ['resource = 1', /resource must be a table/],
    ['[server]\nhostname = 1', /hostname of server must be a text/],
  ] as const) {
    it(`refuses at the start: ${toml}`, () => {
      assert.throws(() => new IdentityWorld(toml), message);
    });
  }

  for (const [what, context, expected] of [
    ['that would take for ever is run in linear time', '/(a+)+b', 401],
    ['that takes long and has no other form lets nobody through', '/(?=(a+)+b)(.*)', 400],
  ] as const) {
    it(`a pattern ${what}`, async () => {
      const world = new IdentityWorld(rule(context, open));
      const started = performance.now();
      assert.equal(await world.status(`/${'a'.repeat(5000)}`), expected);
      assert.ok(performance.now() - started < 2000);
    });
  }
});
