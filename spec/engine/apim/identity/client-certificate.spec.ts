import assert from 'node:assert/strict';
import { type Ask, IdentityWorld, rule } from './identity-world.js';

const fingerprint = 'AA:BB:0C';
const shown = (subject: string, more: object = {}): Ask => ({ certificate: { subject, issuer: 'CA', ...more } });
const validation =
  '[intermediate_cert_validation]\nenable = true\ncert_cns = ["CA"]\nexempt_contexts = ["scim2", "dcr"]\n';
const secured = rule('(/t/[^/]+)?/(api|scim2|dcr)(.*)');

describe('client certificates at the identity server', () => {
  for (const [what, path, ask, expected] of [
    ['the subject is the user', '/api/x', shown('bob'), 200],
    ['names are compared without case', '/api/x', shown('BOB'), 200],
    ['no subject', '/api/x', shown(''), 401],
    ['a blank subject', '/api/x', shown(' '), 401],
    ['an unknown subject', '/api/x', shown('ghost'), 401],
    ['no issuer', '/api/x', shown('bob', { issuer: '' }), 401],
    ['issuers are compared with case', '/api/x', shown('bob', { issuer: 'ca' }), 401],
    ['a user of a tenant', '/t/abc.com/api/x', shown('john@abc.com'), 200],
    ['a user of a secondary store and a tenant', '/t/abc.com/api/x', shown('SECONDARY/mary@abc.com'), 200],
    ['a user of another tenant', '/api/x', shown('john@abc.com'), 401],
    ['the header names nobody here', '/api/x', { ...shown('ghost'), user: 'bob' }, 401],
    ['no certificate: the next handler', '/api/x', { basic: 'bob:bobpw' }, 200],
    ['exempt: the certificate is not looked at', '/scim2/Users', shown('bob'), 401],
    ['exempt: the next handler', '/scim2/Users', { ...shown('ghost'), basic: 'bob:bobpw' }, 200],
    ['exempt wherever the path contains it', '/api/x/dcr/y', { ...shown('ghost'), bearer: 'good' }, 200],
  ] as const) {
    it(`validated: ${what}: ${expected}`, async () => {
      assert.equal(await new IdentityWorld(validation + secured).status(path, ask), expected);
    });
  }

  it('permissions are those of the user', async () => {
    const world = new IdentityWorld(validation + rule('/api/x', 'permissions = ["/permission/admin/login"]'));
    assert.equal(await world.status('/api/x', shown('alice')), 200);
    assert.equal(await world.status('/api/x', shown('bob')), 403);
  });

  it('a rule can shut them out', async () => {
    const world = new IdentityWorld(validation + rule('/api/x', 'allowed_auth_handlers = "BasicAuthentication"'));
    assert.equal(await world.status('/api/x', { ...shown('ghost'), basic: 'bob:bobpw' }), 200);
    assert.equal(await world.status('/api/x', shown('bob')), 401);
  });

  it('do not count when nothing is said of them', async () => {
    const world = new IdentityWorld(secured);
    assert.equal(await world.status('/api/x', { ...shown('ghost'), basic: 'bob:bobpw' }), 200);
    assert.equal(await world.status('/api/x', { ...shown('bob'), user: 'bob' }), 401);
  });

  const mapping = (kind: string, users: string, thumbprint = fingerprint, issuer = 'C=LK, CN=CA, O=abc') =>
    `[[client_certificate_based_authentication.${kind}_thumbprint_mapping]]
trusted_issuer = "${issuer}"
cert_thumbprint = "${thumbprint}"
${users}
`;
  const enabled = '[client_certificate_based_authentication]\nenable = true\n';
  const mine = { fingerprint };

  for (const [what, mappings, ask, expected] of [
    ['no mapping: refused, whatever else is shown', '', { ...shown('x', mine), user: 'bob', basic: 'bob:bobpw' }, 401],
    ['the user is allowed', mapping('user', 'allowed_username = ["Bob"]'), { ...shown('x', mine), user: 'bob' }, 200],
    [
      'fingerprints are written in several ways',
      mapping('user', 'allowed_username = ["bob"]', 'aabb0c'),
      { ...shown('x', mine), user: 'bob' },
      200,
    ],
    [
      'the user is not allowed',
      mapping('user', 'allowed_username = "alice"'),
      { ...shown('x', mine), user: 'bob' },
      401,
    ],
    ['all users', mapping('user', 'allowed_username = ["*"]'), { ...shown('x', mine), user: 'bob' }, 200],
    [
      'all users, but not one',
      mapping('user', 'allowed_username = ["*"]'),
      { ...shown('x', mine), user: 'ghost' },
      401,
    ],
    [
      'another certificate',
      mapping('user', 'allowed_username = ["*"]'),
      { ...shown('x', { fingerprint: 'AA:BB:0D' }), user: 'bob' },
      401,
    ],
    ['no fingerprint known', mapping('user', 'allowed_username = ["*"]'), { ...shown('x'), user: 'bob' }, 401],
    ['any certificate', mapping('user', 'allowed_username = ["bob"]', '*'), { ...shown('x'), user: 'bob' }, 200],
    [
      'the mapping of the certificate comes before one of any',
      mapping('user', 'allowed_username = ["*"]', '*') + mapping('user', 'allowed_username = ["alice"]'),
      { ...shown('x', mine), user: 'bob' },
      401,
    ],
    [
      'another issuer',
      mapping('user', 'allowed_username = ["*"]', '*', 'CN=Other'),
      { ...shown('x', mine), user: 'bob' },
      401,
    ],
    ['no header, no system', mapping('user', 'allowed_username = ["*"]'), shown('bob', mine), 401],
    ['no header: the user of the system', mapping('system', 'allowed_system_user = "bob"'), shown('x', mine), 200],
    [
      'a header, but only a system',
      mapping('system', 'allowed_system_user = "bob"'),
      { ...shown('x', mine), user: 'bob' },
      401,
    ],
  ] as const) {
    it(`mapped: ${what}: ${expected}`, async () => {
      assert.equal(await new IdentityWorld(enabled + mappings + secured).status('/api/x', ask), expected);
    });
  }

  it('mappings hold for what is exempt from validation', async () => {
    const world = new IdentityWorld(validation + enabled + mapping('system', 'allowed_system_user = "bob"') + secured);
    assert.equal(await world.status('/scim2/Users', shown('ghost', mine)), 200);
    assert.equal(await world.status('/api/x', shown('ghost', mine)), 401);
  });

  for (const [mappings, message] of [
    [
      mapping('user', 'allowed_username = ["*"]', '*', '*'),
      /trusted_issuer of .*user_thumbprint_mapping no\. 1 must name/,
    ],
    [mapping('user', ''), /allowed_username of .* must list users/],
    [mapping('system', ''), /allowed_system_user of .* must name a user/],
    [mapping('system', 'allowed_system_user = "*"'), /allowed_system_user of .* must name a user/],
  ] as const) {
    it(`refuses at the start: ${message.source}`, () => {
      assert.throws(() => new IdentityWorld(enabled + mappings), message);
    });
  }
});
