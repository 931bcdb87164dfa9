import assert from 'node:assert/strict';
import { ownKeyName } from '../../../../engine/apim/keys.js';
import { basic, bearer, type Call, Gate, signedJwt, start } from './gate.js';

const now = start / 1000;

describe('API keys at the gateway', () => {
  const gate = new Gate({
    apiKeys: [
      { value: 'key-1', application: 'shop' },
      { value: 'key-sandbox', application: 'shop', keyType: 'SANDBOX' },
      { value: 'key-ip', application: 'shop', permittedIP: '10.1.0.0/16, 192.0.2.7,2001:db8::/32' },
      { value: 'key-odd', application: 'shop', permittedIP: 'anywhere' },
      { value: 'key-ref', application: 'shop', permittedReferer: 'http://client.example/*, https://a.example/x' },
      { value: 'key-stars', application: 'shop', permittedReferer: 'https://*.example/*/ab' },
      { value: 'key-both', application: 'shop', permittedIP: '192.0.2.7', permittedReferer: 'http://client.example/*' },
      { value: 'key-other', application: 'other' },
    ],
  });
  const withKey = (value: string, ...headers: [string, string][]): Call => ({
    api: { security: ['api_key'] },
    headers: [['apikey', value], ...headers],
  });

  it('the caller is the application, and the header is taken out', async () => {
    const invocation = gate.invocation(withKey('key-1', ['X-Other', 'stays']));
    assert.deepEqual(await gate.access.authenticate(invocation), {
      application: 'shop',
      consumerKey: 'ck-prod',
      keyType: 'PRODUCTION',
      user: 'alice',
      tier: 'Unlimited',
      token: undefined,
      target: '/pizzashack/1.0.0/menu',
    });
    assert.deepEqual(invocation.headers.names(), ['X-Other']);
    assert.equal((await gate.caller(withKey('key-sandbox'))).keyType, 'SANDBOX');
  });

  it('the API may rename the header', async () => {
    const api = { security: ['api_key'], definition: { 'x-wso2-api-key-header': 'X-Key' } };
    assert.equal(await gate.outcome({ api, headers: [['x-key', 'key-1']] }), 'in');
    assert.equal(await gate.outcome({ api, headers: [['ApiKey', 'key-1']] }), '900902');
  });

  describe('in the query', () => {
    const targets: readonly [string, string][] = [
      ['/p/1?apikey=key-1', '/p/1'],
      ['/p/1?a=%20b&apikey=key-1&c', '/p/1?a=%20b&c'],
      ['/p/1?apikey=key%2D1&x=apikey', '/p/1?x=apikey'],
    ];
    for (const [target, left] of targets) {
      it(`${target}: the backend sees ${left}`, async () => {
        assert.equal((await gate.caller({ api: { security: ['api_key'] }, target })).target, left);
      });
    }
    it('nothing else counts', async () => {
      for (const target of ['/p?apikey=', '/p?apikey', '/p?xapikey=key-1', '/p?x=apikey=key-1', '/p/apikey=key-1']) {
        assert.equal(await gate.outcome({ api: { security: ['api_key'] }, target }), '900902', target);
      }
    });
  });

  it('unknown: 900901; of an application that did not subscribe: 900908', async () => {
    assert.equal(await gate.outcome(withKey('nope')), '900901');
    const { code, description } = await gate.refusal(withKey('key-other'));
    assert.equal(code, '900908');
    assert.equal(description, 'User is NOT authorized to access the Resource. API Subscription validation failed.');
  });

  it('count from when they are made until they end or are taken away', async () => {
    const own = new Gate({});
    assert.equal(await own.outcome(withKey('made')), '900901');
    own.state.apiKeys.add({ value: 'made', application: 'shop', expiresAt: start + 1000 });
    own.state.apiKeys.add({ value: 'other', application: 'shop' });
    assert.equal(await own.outcome(withKey('made')), 'in');
    own.clock.advance(1000);
    assert.equal(await own.outcome(withKey('made')), '900901');
    assert.equal(await own.outcome(withKey('other')), 'in');
    own.state.apiKeys.delete('other');
    assert.equal(await own.outcome(withKey('other')), '900901');
  });

  it('sent as a bearer token: 900901', async () => {
    assert.equal(await gate.outcome(bearer('key-1')), '900901');
  });

  it('without scopes, they open operations with scopes', async () => {
    assert.equal(await gate.outcome({ ...withKey('key-1'), operation: { scopes: ['menu_read'] } }), 'in');
  });

  describe('addresses', () => {
    const calls: readonly [string, string | undefined, string, string][] = [
      ['key-ip', undefined, '10.1.255.1', 'in'],
      ['key-ip', undefined, '10.2.0.1', '900908'],
      ['key-ip', undefined, '::ffff:10.1.0.1', 'in'],
      ['key-ip', '192.0.2.7, 203.0.113.9', '203.0.113.9', 'in'],
      ['key-ip', '203.0.113.9, 192.0.2.7', '192.0.2.7', '900908'],
      ['key-ip', '2001:db8::1', '203.0.113.9', 'in'],
      ['key-ip', '2001:db9::1', '203.0.113.9', '900908'],
      ['key-ip', 'unknown', '192.0.2.7', '900908'],
      ['key-odd', undefined, '192.0.2.7', '900908'],
    ];
    for (const [key, forwarded, remoteAddress, outcome] of calls) {
      it(`${key} from ${remoteAddress}, forwarded for ${forwarded ?? 'nobody'}: ${outcome}`, async () => {
        const headers: [string, string][] = forwarded === undefined ? [] : [['X-Forwarded-For', forwarded]];
        assert.equal(await gate.outcome({ ...withKey(key, ...headers), remoteAddress }), outcome);
      });
    }
  });

  describe('referers', () => {
    const calls: readonly [string, string | undefined, string][] = [
      ['key-ref', 'http://client.example/shop', 'in'],
      ['key-ref', 'https://a.example/x', 'in'],
      ['key-ref', 'https://a.example/xy', '900908'],
      ['key-ref', 'https://aXexample/x', '900908'],
      ['key-ref', 'http://evil.example/?http://client.example/', '900908'],
      ['key-ref', undefined, '900908'],
      ['key-stars', 'https://a.example/b/ab', 'in'],
      ['key-stars', 'https://.example//ab', 'in'],
      ['key-stars', 'https://a.example/ab', '900908'],
      ['key-stars', 'https://a.example/b/abc', '900908'],
      ['key-stars', 'https://a.example/b c/ab', '900908'],
      ['key-both', undefined, 'in'],
      ['key-both', 'http://evil.example/', 'in'],
    ];
    for (const [key, referer, outcome] of calls) {
      it(`${key}, ${referer ?? 'no referer'}: ${outcome}`, async () => {
        const headers: [string, string][] = referer === undefined ? [] : [['Referer', referer]];
        const call = { ...withKey(key, ...headers), remoteAddress: '192.0.2.7' };
        assert.equal(await gate.outcome(call), outcome);
        if (outcome === 'in') return;
        assert.equal((await gate.refusal(call)).description, 'Access forbidden for the invocations');
      });
    }
  });

  describe('in JWT form', () => {
    const claims = { token_type: 'apiKey', application: { name: 'shop' }, keytype: 'SANDBOX', exp: now + 60 };
    it('count by our own signature', async () => {
      const { application, keyType } = await gate.caller(withKey(signedJwt(claims)));
      assert.deepEqual([application, keyType], ['shop', 'SANDBOX']);
    });
    const refused: readonly [string, object, string, string][] = [
      ['signed by another key', {}, 'of-somebody', '900901'],
      ['expired', { exp: now }, ownKeyName, '900901'],
      ['an access token', { token_type: undefined }, ownKeyName, '900901'],
      ['from elsewhere', { permittedIP: '10.0.0.0/8' }, ownKeyName, '900908'],
      ['by another referer', { permittedReferer: 'http://a/*' }, ownKeyName, '900908'],
      ['of another application', { application: { name: 'other' } }, ownKeyName, '900908'],
    ];
    for (const [what, changes, key, code] of refused) {
      it(`${what}: ${code}`, async () => {
        assert.equal(await gate.outcome(withKey(signedJwt({ ...claims, ...changes }, key))), code);
      });
    }
  });
});

describe('Basic credentials at the gateway', () => {
  const gate = new Gate({ subscriptions: [] });
  const api = { security: ['basic_auth'] };

  it('let in users of the store, without a subscription', async () => {
    const invocation = gate.invocation({ ...basic('alice', 'alicepw'), api });
    assert.deepEqual(await gate.access.authenticate(invocation), {
      application: undefined,
      consumerKey: undefined,
      keyType: 'PRODUCTION',
      user: 'alice',
      tier: 'Unauthenticated',
      token: undefined,
      target: '/pizzashack/1.0.0/menu',
    });
    assert.equal(invocation.headers.has('Authorization'), false);
  });

  const table: readonly [string, string, string][] = [
    ['bob', 'bob:pw', 'in'],
    ['alice@carbon.super', 'alicepw', 'in'],
    ['alice', 'nope', '900901'],
    ['ghost', 'x', '900901'],
    ['', 'alicepw', '900901'],
    ['eve@abc.com', 'evepw', '900908'],
  ];
  for (const [name, password, outcome] of table) {
    it(`${name || 'nobody'} with ${password}: ${outcome}`, async () => {
      assert.equal(await gate.outcome({ ...basic(name, password), api }), outcome);
    });
  }

  it('a tenant has its own APIs', async () => {
    const tenants = { security: ['basic_auth'], provider: 'admin@abc.com' };
    assert.equal((await gate.caller({ ...basic('eve@abc.com', 'evepw'), api: tenants })).user, 'eve@abc.com');
    assert.equal(await gate.outcome({ ...basic('alice', 'alicepw'), api: tenants }), '900908');
  });

  it('a wrong password and an unknown user look alike', async () => {
    const [wrong, unknown] = [
      await gate.refusal({ ...basic('alice', 'x'), api }),
      await gate.refusal({ ...basic('x', 'x'), api }),
    ];
    assert.deepEqual(wrong, unknown);
    assert.equal(
      wrong.description,
      'Invalid Credentials. Make sure you have provided the correct security credentials',
    );
  });

  it('without a colon: 900901', async () => {
    assert.equal(await gate.outcome({ headers: [['Authorization', 'Basic YWxpY2U=']], api }), '900901');
  });

  it('scopes that the definition binds to roles want one of them', async () => {
    const bindings = { cooking: 'Chef, COOK', driving: 'driver', looking: '' };
    const definition = {
      components: { securitySchemes: { default: { flows: { implicit: { 'x-scopes-bindings': bindings } } } } },
    };
    const outcome = (...scopes: string[]) =>
      gate.outcome({ ...basic('alice', 'alicepw'), api: { ...api, definition }, operation: { scopes } });
    assert.equal(await outcome('cooking'), 'in');
    assert.equal(await outcome('driving'), '900910');
    assert.equal(await outcome('driving', 'cooking'), 'in');
    assert.equal(await outcome('looking'), 'in');
    assert.equal(await outcome('unbound'), 'in');
  });
});

describe('internal keys at the gateway', () => {
  const gate = new Gate({ subscriptions: [] });
  const claims = {
    sub: 'admin',
    token_type: 'InternalKey',
    subscribedAPIs: [{ context: '/pizzashack/1.0.0' }],
    exp: now + 60,
  };
  const withKey = (value: string, call: Call = {}): Call => ({ ...call, headers: [['internal-key', value]] });

  it('open the API that they were made for, also before it is published', async () => {
    const api = { lifecycle: 'CREATED' as const };
    const invocation = gate.invocation(withKey(signedJwt(claims), { api }));
    assert.deepEqual(await gate.access.authenticate(invocation), {
      application: undefined,
      consumerKey: undefined,
      keyType: 'PRODUCTION',
      user: 'admin',
      tier: 'Unlimited',
      token: undefined,
      target: '/pizzashack/1.0.0/menu',
    });
    assert.deepEqual(invocation.headers.names(), []);
    assert.equal(await gate.outcome(withKey(signedJwt({ ...claims, subscribedAPIs: [{ context: '/x' }] }))), '900908');
    assert.equal(await gate.outcome(withKey(signedJwt({ ...claims, subscribedAPIs: undefined }))), '900908');
  });

  it('nothing else opens an API that is not published', async () => {
    const open = new Gate({ tokens: [{ value: 'tok', application: 'shop' }] });
    assert.equal(await open.outcome({ ...bearer('tok'), api: { lifecycle: 'CREATED' } }), '900908');
    assert.equal(await open.outcome({ ...bearer('nope'), api: { lifecycle: 'CREATED' } }), '900901');
    const api = { lifecycle: 'CREATED', security: ['basic_auth'] } as const;
    assert.equal(await open.outcome({ ...basic('alice', 'alicepw'), api }), '900908');
    assert.equal(await open.outcome({ api: { lifecycle: 'CREATED' }, operation: { authType: 'None' } }), '900902');
    assert.equal(await open.outcome(bearer('tok')), 'in');
  });

  const refused: readonly [string, string][] = [
    ['signed by another key', signedJwt(claims, 'of-somebody')],
    ['expired', signedJwt({ ...claims, exp: now })],
    ['an API key', signedJwt({ ...claims, token_type: 'apiKey' })],
    ['no JWT', 'key'],
  ];
  for (const [what, value] of refused) {
    it(`${what}: 900901, whatever else is shown`, async () => {
      const good = new Gate({ tokens: [{ value: 'tok', application: 'shop' }] });
      const headers: Call['headers'] = [
        ['Internal-Key', value],
        ['Authorization', 'Bearer tok'],
      ];
      assert.equal(await good.outcome({ headers }), '900901');
    });
  }
});

describe('what an API accepts', () => {
  const gate = new Gate({
    tokens: [{ value: 'tok', application: 'shop' }],
    apiKeys: [{ value: 'key', application: 'shop' }],
  });
  const shown: Readonly<Record<string, Call>> = {
    nothing: {},
    token: bearer('tok'),
    'bad token': bearer('nope'),
    key: { headers: [['ApiKey', 'key']] },
    'bad key': { headers: [['ApiKey', 'nope']] },
    basic: basic('alice', 'alicepw'),
    'bad token and key': {
      headers: [
        ['Authorization', 'Bearer nope'],
        ['ApiKey', 'key'],
      ],
    },
    'bad token and basic': { headers: [['Authorization', 'Bearer nope, Basic YWxpY2U6YWxpY2Vwdw==']] },
    certificate: { certificate: 'device' },
    'certificate and token': { ...bearer('tok'), certificate: 'device' },
    'certificate and bad token': { ...bearer('nope'), certificate: 'device' },
    'nameless certificate': { certificate: '' },
  };
  const table: readonly [string, Readonly<Record<string, string>>][] = [
    ['oauth2', { nothing: '900902', token: 'in', key: '900902', basic: '900902', certificate: '900902' }],
    ['api_key', { token: '900902', key: 'in', 'bad key': '900901', basic: '900902', 'bad token and key': 'in' }],
    ['basic_auth', { token: '900902', key: '900902', basic: 'in', 'bad token and basic': 'in' }],
    ['oauth2,api_key', { token: 'in', key: 'in', 'bad token': '900901', 'bad token and key': 'in', nothing: '900902' }],
    ['oauth2,basic_auth', { basic: 'in', 'bad token and basic': 'in', 'bad token': '900901' }],
    ['mutualssl', { nothing: '900902', certificate: 'in', token: '900902', 'nameless certificate': '900902' }],
    [
      'oauth2,mutualssl',
      { certificate: 'in', token: 'in', nothing: '900902', 'bad token': '900901', 'certificate and bad token': 'in' },
    ],
    [
      'oauth2,mutualssl,mutualssl_mandatory',
      { certificate: 'in', token: '900902', 'certificate and token': 'in', 'certificate and bad token': 'in' },
    ],
    [
      'oauth2,mutualssl,oauth_basic_auth_api_key_mandatory',
      { certificate: '900902', token: 'in', 'certificate and bad token': '900901' },
    ],
    [
      'oauth2,mutualssl,mutualssl_mandatory,oauth_basic_auth_api_key_mandatory',
      { certificate: '900902', token: '900902', 'certificate and token': 'in' },
    ],
    [
      'oauth_basic_auth_api_key_mandatory',
      { nothing: '900902', token: '900902', key: '900902', certificate: '900902' },
    ],
  ];
  for (const [security, outcomes] of table) {
    it(security, async () => {
      const api = { security: security.split(',') };
      for (const [what, outcome] of Object.entries(outcomes)) {
        assert.equal(await gate.outcome({ ...shown[what], api }), outcome, what);
      }
    });
  }

  it('the challenge names all of it, by priority', async () => {
    const api = { security: ['api_key', 'basic_auth', 'oauth2', 'mutualssl'] };
    const [[, challenge]] = (await gate.refusal({ api })).headers as [[string, string]];
    const realm = 'realm="WSO2 API Manager"';
    assert.equal(
      challenge,
      `Internal API Key ${realm}, Mutual SSL ${realm}, Bearer ${realm}, Basic ${realm}, API Key ${realm}, error="invalid_token", error_description="The provided token is invalid"`,
    );
  });

  it('the user of a certificate is its common name', async () => {
    const caller = await gate.caller({ certificate: 'device', api: { security: ['mutualssl'] } });
    assert.deepEqual([caller.user, caller.application, caller.tier], ['device', undefined, 'Unauthenticated']);
    const both = await gate.caller({
      ...bearer('tok'),
      certificate: 'device',
      api: { security: ['mutualssl', 'oauth2'] },
    });
    assert.equal(both.application, 'shop');
  });

  it('an operation without authentication asks nobody, and leaves all headers as they are', async () => {
    const invocation = gate.invocation({ ...bearer('nope'), operation: { authType: 'None', scopes: ['x'] } });
    assert.deepEqual(await gate.access.authenticate(invocation), {
      application: undefined,
      consumerKey: undefined,
      keyType: 'PRODUCTION',
      user: 'anonymous',
      tier: 'Unauthenticated',
      token: undefined,
      target: '/pizzashack/1.0.0/menu',
    });
    assert.equal(invocation.headers.get('Authorization'), 'Bearer nope');
  });
});
