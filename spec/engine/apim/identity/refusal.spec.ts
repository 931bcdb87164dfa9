import assert from 'node:assert/strict';
import { IdentityWorld, rule } from './identity-world.js';

const unauthorized = 'Authorization failure. Authorization information was invalid or missing from your request.';
const forbidden = 'Operation is not permitted. You do not have permissions to make this request.';
const malformed = 'Your client has issued a malformed or illegal request.';
const bob = { basic: 'bob:bobpw' };

describe('answers of the identity server', () => {
  const toml = `[server]\nhostname = "is.example"\n${rule('(.*)', 'permissions = ["/p"]\ncross_tenant = true')}`;
  const world = new IdentityWorld(toml);
  const scim = (status: number, detail: string, more = {}) => ({
    status,
    ...more,
    detail,
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  });

  for (const [target, ask, status, challenge, body] of [
    ['/api/x', {}, 401, 'Bearer realm=is.example', { code: 401, message: 'Unauthorized', description: unauthorized }],
    ['/api/x', bob, 403, undefined, { code: 403, message: 'Forbidden', description: forbidden }],
    ['/api/%zz', {}, 400, undefined, { code: 400, message: 'Bad Request', description: malformed }],
    ['/scim2/Users', {}, 401, 'Bearer realm=is.example', scim(401, unauthorized)],
    ['/t/abc.com/scim2/Me', bob, 403, undefined, scim(403, forbidden)],
    ['/scim2/%zz', {}, 400, undefined, scim(400, malformed, { scimType: 'invalidSyntax' })],
    [
      '/api/identity/oauth2/dcr/v1.1/register',
      {},
      401,
      'Bearer',
      { code: 401, message: 'Unauthorized', description: unauthorized },
    ],
    [
      '/t/abc.com/api/identity/oauth2/dcr/v1.1/register',
      bob,
      403,
      undefined,
      { code: 403, message: 'Forbidden', description: forbidden },
    ],
    [
      '/api/identity/oauth2/dcr/%25',
      {},
      400,
      undefined,
      { error: 'invalid_client_metadata', error_description: malformed },
    ],
  ] as const) {
    it(`${status} at ${target}`, async () => {
      const answer = await world.ask(target, ask);
      assert.equal(answer.status, status);
      assert.deepEqual(answer.json, body);
      assert.equal(answer.headers?.['Content-Type'], 'application/json;charset=UTF-8');
      assert.equal(answer.headers?.['WWW-Authenticate'], challenge);
    });
  }

  it('the host of the challenge is localhost when the file names none', async () => {
    const { headers } = await new IdentityWorld('').ask('/x');
    assert.equal(headers?.['WWW-Authenticate'], 'Bearer realm=localhost');
  });

  it('what is let through is granted', async () => {
    const answer = await new IdentityWorld('').ask('/');
    assert.deepEqual([answer.status, answer.headers, answer.body], [200, { 'Content-Type': 'text/plain' }, 'granted']);
  });
});

describe('the path that the rules see', () => {
  const world = new IdentityWorld(rule('/open(.*)', 'secure = false') + rule('/api(.*)'));

  for (const [target, status] of [
    ['/open/a', 200],
    ['/open/a%20b+c', 200],
    ['/%6Fpen/a', 200],
    ['//open///a', 200],
    ['/open/a.b/..c', 200],
    ['/open/%C3%A9', 200],
    ['/open/%252e', 400],
    ['/open/%', 400],
    ['/open/%ff', 400],
    ['/open/%0a', 400],
    ['/open/%E2%80%A8', 400],
    ['/open/..%5Capi', 400],
    ['http://host/open', 400],
    ['*', 400],
    ['/open/../api/x', 401],
    ['/open/..', 401],
    ['/open/./a', 401],
    ['/open/%2e%2e/api/x', 401],
    ['/open%2f..%2fapi/x', 401],
    ['/open/;/api/x', 401],
    ['/open/a;b', 401],
    ['/open/a%3bb/c', 401],
  ] as const) {
    it(`${target}: ${status}`, async () => {
      assert.equal(await world.status(target), status);
    });
  }

  it('credentials do not help a path that can be read in two ways', async () => {
    const { status, json } = await world.ask('/api/../api/x', bob);
    assert.equal(status, 401);
    assert.match(json.description, /un-normalized/);
  });
});
