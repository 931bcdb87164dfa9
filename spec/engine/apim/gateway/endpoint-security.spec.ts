import assert from 'node:assert/strict';
import { digestAuthorization } from '../../../../engine/apim/gateway/digest.js';
import type { EndpointSecuritySetup } from '../../../../engine/apim/setup.js';
import { backend, bearer, plays, sequence, setupWith } from './played.js';

const request = { path: '/pizza/1.0.0/menu?a=b', headers: bearer };
const ok = { response: { status: 200 } };

function secured(production: EndpointSecuritySetup, more: Parameters<typeof setupWith>[0] = {}) {
  return setupWith({ endpointSecurity: { production }, ...more });
}

describe('endpoint security (gateway sheet A.4)', () => {
  it('adds an API key as a header, or to the query', async () => {
    const key = { type: 'apikey', apiKeyIdentifier: 'X-Key', apiKeyValue: 'a&b c' } as const;
    const inHeader = [backend('/p/menu?a=b', undefined, { headers: { 'X-Key': 'a&b c' } })];
    await plays({ setup: secured(key), steps: [{ request, exchanges: inHeader, expect: ok }] });
    const inQuery = [backend('/p/menu?a=b&X-Key=a%26b%20c', undefined, { absentHeaders: ['X-Key'] })];
    const setup = secured({ ...key, apiKeyIdentifierType: 'QUERY_PARAMETER' });
    await plays({ setup, steps: [{ request, exchanges: inQuery, expect: ok }] });
  });

  it('adds nothing of type none, and takes the place of what an in sequence has set', async () => {
    const none = [backend('/p/menu?a=b', undefined, { absentHeaders: ['Authorization'] })];
    await plays({ setup: secured({ type: 'none' }), steps: [{ request, exchanges: none, expect: ok }] });
    const sequences = { in: sequence('i', '<header name="Authorization" value="Bearer x" scope="transport"/>') };
    const basic = [backend('/p/menu?a=b', undefined, { headers: { Authorization: 'Basic dTpw' } })];
    const setup = secured({ type: 'basic', username: 'u', password: 'p' }, { sequences });
    await plays({ setup, steps: [{ request, exchanges: basic, expect: ok }] });
  });

  const oauth = {
    type: 'oauth',
    tokenUrl: 'http://auth.example/token',
    clientId: 'id',
    clientSecret: 'sec',
  } as const;
  const tokenCall = (token: string, form: Record<string, string>) => ({
    request: {
      method: 'POST',
      url: 'http://auth.example/token',
      headers: { Authorization: 'Basic {{basic id:sec}}' },
      body: { form },
    },
    response: {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ access_token: token, expires_in: 3600 }),
    },
  });
  const call = (token: string, status = 200) =>
    backend('/p/menu?a=b', { status, body: 'x' }, { headers: { Authorization: `Bearer ${token}` } });

  it('fetches a token once, and another one after the backend has refused it', async () => {
    const form = { grant_type: 'client_credentials', audience: 'a&b=c d' };
    await plays({
      setup: secured({ ...oauth, grantType: 'CLIENT_CREDENTIALS', customParameters: { audience: 'a&b=c d' } }),
      steps: [
        { request, exchanges: [tokenCall('t1', form), call('t1')], expect: ok },
        { request, exchanges: [call('t1')], expect: ok },
        { request, exchanges: [call('t1', 401)], expect: { response: { status: 401, body: { text: 'x' } } } },
        { request, exchanges: [tokenCall('t2', form), call('t2')], expect: ok },
        { request, exchanges: [call('t2')], expect: ok },
        { advance: 3700, request, exchanges: [tokenCall('t3', form), call('t3')], expect: ok },
      ],
    });
  });

  it('asks for tokens with user and password', async () => {
    const setup = secured({ ...oauth, grantType: 'PASSWORD', username: 'jo&e', password: 'p=w' });
    const form = { grant_type: 'password', username: 'jo&e', password: 'p=w' };
    await plays({ setup, steps: [{ request, exchanges: [tokenCall('t1', form), call('t1')], expect: ok }] });
  });

  it("gives a token that cannot be had to the API's fault sequence, and sends nothing", async () => {
    const fault = '<property name="HTTP_SC" value="418" scope="axis2"/><respond/>';
    const exchanges = [{ request: { url: oauth.tokenUrl }, response: { status: 400, body: '{}' } }];
    const setup = secured(oauth, { sequences: { fault: sequence('f', fault) } });
    await plays({ setup, steps: [{ request, exchanges, expect: { response: { status: 418 } } }] });
    const response = { status: 500, body: { jsonSubset: { code: '303003' } } };
    await plays({ setup: secured(oauth), steps: [{ request, exchanges, expect: { response } }] });
  });

  it('asks the backend for its challenge before it answers a digest', async () => {
    const setup = secured({ type: 'digest', username: 'u', password: 'p' });
    const challenge = backend(
      '/p/menu?a=b',
      { status: 401, headers: { 'WWW-Authenticate': 'Digest realm="r", nonce="n", qop="auth"' } },
      { absentHeaders: ['Authorization'] },
    );
    const Authorization = {
      $matches: '^Digest username="u", realm="r", nonce="n", uri="/p/menu\\?a=b", response="[0-9a-f]{32}"',
    };
    const exchanges = [challenge, backend('/p/menu?a=b', undefined, { headers: { Authorization } })];
    await plays({ setup, steps: [{ request, exchanges, expect: ok }] });
    const open = [backend('/p/menu?a=b'), backend('/p/menu?a=b', undefined, { absentHeaders: ['Authorization'] })];
    await plays({ setup, steps: [{ request, exchanges: open, expect: ok }] });
    const unknown = [
      backend('/p/menu?a=b', {
        status: 401,
        headers: { 'WWW-Authenticate': 'Digest realm="r", nonce="n", algorithm=SHA-512-256' },
      }),
    ];
    await plays({ setup, steps: [{ request, exchanges: unknown, expect: { response: { status: 500 } } }] });
  });
});

describe('digestAuthorization (RFC 7616)', () => {
  const asked = { method: 'GET', target: '/dir/index.html', username: 'Mufasa', password: 'Circle of Life' };
  const server =
    'realm="http-auth@example.org", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
  const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
  const table: [challenge: string, response: string][] = [
    [
      `Digest ${server}, qop="auth, auth-int", algorithm=SHA-256`,
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    ],
    [`Basic realm="x", Digest ${server}, qop="auth, auth-int", algorithm=MD5`, '8ca523f5e9506fed4657c9700eebdbec'],
  ];
  for (const [challenge, response] of table) {
    it(`answers as the example of the standard: ${/\w+$/.exec(challenge)}`, () => {
      const value = digestAuthorization([challenge], asked, cnonce) ?? '';
      assert.ok(value.includes(`response="${response}"`), value);
      assert.ok(value.includes('qop=auth, nc=00000001') && value.includes(`cnonce="${cnonce}"`), value);
    });
  }

  it('speaks the older form to a server without qop', () => {
    const old = { ...asked, password: 'CircleOfLife' };
    const challenge =
      'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    const value = digestAuthorization([challenge], old) ?? '';
    assert.ok(value.includes('response="1949323746fe6a43ef61f9606e7febea"'), value);
    assert.ok(!value.includes('cnonce'), value);
  });

  it('answers nothing to what it does not know', () => {
    for (const challenge of ['Basic realm="x"', 'Digest realm="r"', 'Digest realm="r", nonce="n", qop="auth-int"']) {
      assert.equal(digestAuthorization([challenge], asked), undefined, challenge);
    }
  });
});
