import assert from 'node:assert/strict';
import { basic, type Form, keyManager } from './key-manager.js';

interface Refused {
  readonly what: string;
  readonly form: Form;
  readonly authorization?: string;
  readonly query?: string;
  readonly status?: number;
  readonly error: string;
  readonly description: string | RegExp;
}

const password = { grant_type: 'password', username: 'alice', password: 'alicepw' };
const ntlm = { grant_type: 'iwa:ntlm', windows_token: 'x' };

const refused: readonly Refused[] = [
  {
    what: 'a parameter that stands twice in the form, empty or not',
    form: 'grant_type=password&grant_type=',
    error: 'invalid_request',
    description: 'Invalid request with repeated parameters.',
  },
  {
    what: 'a parameter in query and form, before secrets in the query are looked for',
    query: '?password=a',
    form: password,
    error: 'invalid_request',
    description: 'Invalid request with repeated parameters.',
  },
  {
    what: 'a password in the query',
    query: '?password=a',
    form: { grant_type: 'password', username: 'alice' },
    error: 'invalid_request',
    description: 'Invalid request with sensitive data in the URL.',
  },
  {
    what: 'an empty grant_type, before the client is looked at',
    form: { grant_type: '' },
    authorization: basic('ck', 'wrong'),
    error: 'invalid_request',
    description: 'Missing grant_type parameter value',
  },
  {
    what: 'a grant type that is not known',
    form: { grant_type: 'implicit' },
    error: 'invalid_request',
    description: 'Unsupported grant_type value',
  },
  {
    what: 'several missing parameters, before the client is looked at',
    form: { grant_type: 'password' },
    authorization: basic('ck', 'wrong'),
    error: 'invalid_request',
    description: 'Missing parameters: username password',
  },
  {
    what: 'a grant type without a handler',
    form: ntlm,
    error: 'unsupported_grant_type',
    description: `Unsupported grant type : ${ntlm.grant_type}, is used.`,
  },
  {
    what: 'a wrong secret before the missing handler',
    form: ntlm,
    authorization: basic('ck', 'wrong'),
    status: 401,
    error: 'invalid_client',
    description: 'Client credentials are invalid.',
  },
  {
    what: 'credentials in header and form',
    form: { ...password, client_id: 'ck', client_secret: 'cs' },
    error: 'invalid_request',
    description: /more than one authentication method/,
  },
  {
    what: 'another client in the form than in the header',
    form: { ...password, client_id: 'rk' },
    error: 'invalid_request',
    description: /more than one authentication method/,
  },
  {
    what: 'no credentials',
    form: password,
    authorization: 'Bearer x',
    status: 401,
    error: 'invalid_client',
    description: 'Unsupported Client Authentication Method!',
  },
  {
    what: 'a client_id alone',
    form: { ...password, client_id: 'ck' },
    authorization: '',
    status: 401,
    error: 'invalid_client',
    description: 'Unsupported Client Authentication Method!',
  },
  ...['Basic', 'Basic Y2s=', 'Basic !!!', 'Basic Y2s6Y3M= more', basic('', 'cs'), basic('ck', '')].map(
    (authorization): Refused => ({
      what: `a Basic header that cannot be read: ${authorization}`,
      form: password,
      authorization,
      status: 401,
      error: 'invalid_client',
      description: /^Error decoding authorization header\. /,
    }),
  ),
  {
    what: 'a client that is not there, in the words for a wrong secret',
    form: password,
    authorization: basic('nobody', 'cs'),
    status: 401,
    error: 'invalid_client',
    description: 'Client credentials are invalid.',
  },
  {
    what: 'a user that is not there, by the name that was sent',
    form: { ...password, username: 'bob@nowhere' },
    error: 'invalid_grant',
    description: 'Authentication failed for bob@nowhere',
  },
  {
    what: 'a refresh token that is not known',
    form: { grant_type: 'refresh_token', refresh_token: 'r' },
    error: 'invalid_grant',
    description: 'Persisted access token data not found',
  },
  {
    what: 'a scope that RFC 6749 does not allow',
    form: { ...password, scope: 'a "b"' },
    error: 'invalid_scope',
    description: 'Invalid Scope!',
  },
  {
    what: 'scopes without end',
    form: { ...password, scope: 'a'.repeat(3000) },
    error: 'invalid_scope',
    description: 'Invalid Scope!',
  },
  {
    what: 'a form without end',
    form: 'a'.repeat(70_000),
    status: 413,
    error: 'invalid_request',
    description: 'The request is too long',
  },
];

describe('a token request that is refused', () => {
  for (const { what, form, authorization, query = '', status = 400, error, description } of refused) {
    it(`for ${what}`, async () => {
      const answer = await keyManager().post(`/oauth2/token${query}`, form, authorization);
      assert.equal(answer.status, status);
      assert.equal(answer.json.error, error);
      if (typeof description === 'string') assert.equal(answer.json.error_description, description);
      else assert.match(answer.json.error_description, description);
      assert.equal(answer.headers['WWW-Authenticate'], status === 401 ? 'Basic realm=auth.example' : undefined);
      assert.equal(answer.headers['Cache-Control'], 'no-store');
    });
  }

  it('for a grant that the client may not use', async () => {
    const keys = { PRODUCTION: { consumerKey: 'ck', consumerSecret: 'cs', grantTypes: ['password'] } };
    const { token } = keyManager({ applications: [{ name: 'shop', owner: 'o', keys }] });
    const { status, json } = await token({ grant_type: 'client_credentials' });
    assert.equal(status, 400);
    assert.equal(json.error, 'unauthorized_client');
  });

  it('for a body that is no form', async () => {
    const headers = { 'content-type': 'application/json', authorization: basic('ck', 'cs') };
    const { status } = await keyManager().send({
      method: 'POST',
      target: '/oauth2/token',
      headers,
      body: Buffer.from('{}'),
    });
    assert.equal(status, 415);
  });

  it('for whatever fails inside, without saying what', async () => {
    const { token, state } = keyManager();
    state.tokens.latest = () => {
      throw new Error('secret');
    };
    const { status, json, text } = await token({ grant_type: 'client_credentials' });
    assert.equal(status, 500);
    assert.equal(json.error, 'server_error');
    assert.ok(!text.includes('secret'));
  });
});

describe('a key manager', () => {
  it('takes the client from the form, too', async () => {
    const form = { grant_type: 'client_credentials', client_id: 'ck', client_secret: 'cs' };
    const { status, headers } = await keyManager().token(form, '');
    assert.equal(status, 200);
    assert.equal(headers.Pragma, 'no-cache');
  });

  for (const [method, target, status, allow] of [
    ['GET', '/oauth2/token', 405, 'POST'],
    ['POST', '/oauth2/jwks', 405, 'GET'],
    ['GET', '/oauth2/other', 404, undefined],
    ['GET', '/t/abc.com/oauth2/jwks', 200, undefined],
    ['GET', '/t/unknown.com/oauth2/jwks', 404, undefined],
    ['GET', '/oauth2/jwks/?x=1', 200, undefined],
  ] as const) {
    it(`answers ${method} ${target} with ${status}`, async () => {
      const answer = await keyManager({ tenants: ['abc.com'] }).send({ method, target });
      assert.equal(answer.status, status);
      assert.equal(answer.headers.Allow, allow);
    });
  }
});
