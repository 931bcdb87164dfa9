import assert from 'node:assert/strict';
import type { Profile } from '../../../../engine/apim/index.js';
import { ownKeyName } from '../../../../engine/apim/keys.js';
import type { TokenSetup } from '../../../../engine/apim/setup.js';
import { bearer, Gate, signedJwt, start } from './gate.js';

const challenge =
  'Internal API Key realm="WSO2 API Manager", Bearer realm="WSO2 API Manager", error="invalid_token", error_description="The provided token is invalid"';

function opaqueText(code: string, message: string): string {
  return `Access failure for API: /pizzashack/1.0.0, version: 1.0.0 status: (${code}) - ${message}`;
}

function gateFor(token: Partial<TokenSetup>, profile?: Profile): Gate {
  return new Gate({ tokens: [{ value: 'tok', application: 'shop', user: 'alice', ...token }] }, profile);
}

const call = bearer('tok');
const now = start / 1000;

describe('access tokens at the gateway', () => {
  it('the caller is the application of the token and its user, with the tier of the subscription', async () => {
    const gate = new Gate({
      tokens: [{ value: 'tok', application: 'shop', user: 'bob', keyType: 'SANDBOX' }],
      subscriptions: [{ application: 'shop', api: 'PizzaShackAPI:1.0.0', tier: 'Gold' }],
    });
    const { token, ...caller } = await gate.caller(call);
    assert.equal(token, gate.state.tokens.find('tok'));
    assert.deepEqual(caller, {
      application: 'shop',
      consumerKey: undefined,
      keyType: 'SANDBOX',
      user: 'bob',
      tier: 'Gold',
      target: '/pizzashack/1.0.0/menu',
    });
  });

  it('no token: 900902 with the names of the headers and the challenge', async () => {
    assert.deepEqual(await gateFor({}).refusal({}), {
      kind: 'authentication',
      status: 401,
      code: '900902',
      message: 'Missing Credentials',
      description:
        "Invalid Credentials. Make sure your API invocation call has a header: 'Authorization : Bearer ACCESS_TOKEN' or 'Authorization : Basic ACCESS_TOKEN' or 'ApiKey : API_KEY'",
      headers: [['WWW-Authenticate', challenge]],
    });
  });

  it('the names of renamed headers are told', async () => {
    const gate = new Gate({ toml: '[apim.oauth_config]\nauth_header = "X-Token"\n' });
    const api = { definition: { 'x-wso2-api-key-header': 'X-Key' } };
    assert.match(
      (await gate.refusal({ api })).description,
      /'X-Token : Bearer ACCESS_TOKEN' or 'X-Token : Basic ACCESS_TOKEN' or 'X-Key : API_KEY'$/,
    );
    assert.match((await gate.refusal({ api: { authHeader: 'X-Own' } })).description, /'X-Own : Bearer ACCESS_TOKEN'/);
  });

  describe('tokens that count no more', () => {
    const advice = {
      '900901': 'Make sure you have provided the correct security credentials',
      '900903': 'Renew the access token and try again',
      '900904': 'Generate a new access token and try again',
    };
    const cases: readonly [Profile, Partial<TokenSetup>, keyof typeof advice, string, string][] = [
      ['4.x', { state: 'REVOKED' }, '900901', 'Invalid Credentials', 'Invalid JWT token'],
      ['4.x', { state: 'INACTIVE' }, '900901', 'Invalid Credentials', 'Invalid JWT token'],
      ['4.x', { state: 'EXPIRED' }, '900901', 'Invalid Credentials', 'Invalid Credentials'],
      ['4.x', { validFor: 0 }, '900901', 'Invalid Credentials', 'Invalid Credentials'],
      ['3.x', { state: 'REVOKED' }, '900901', 'Invalid Credentials', 'Invalid JWT token'],
      ['3.x', { state: 'INACTIVE' }, '900904', 'Access Token Inactive', 'Access Token Inactive'],
      ['3.x', { state: 'EXPIRED' }, '900903', 'Access Token Expired', 'Access Token Expired'],
      ['3.x', { validFor: 0 }, '900903', 'Access Token Expired', 'Access Token Expired'],
      ['1.x', { state: 'INACTIVE' }, '900904', 'Access Token Inactive', 'Access Token Inactive'],
      ['1.x', { state: 'EXPIRED' }, '900903', 'Access Token Expired', 'Access Token Expired'],
    ];
    for (const [profile, token, code, message, textOfJwt] of cases) {
      it(`${profile}, ${JSON.stringify(token)}: ${code}`, async () => {
        const opaque = await gateFor(token, profile).refusal(call);
        assert.equal(opaque.status, 401);
        assert.equal(opaque.code, code);
        assert.equal(opaque.message, message);
        assert.equal(opaque.description, `${opaqueText(code, message)}. ${advice[code]}`);
        const jwt = await gateFor({ ...token, format: 'jwt' }, profile).refusal(call);
        assert.equal(jwt.code, code);
        assert.equal(jwt.description, `${textOfJwt}. ${advice[code]}`);
      });
    }

    it('a token ends at the end of its last second; a skew makes it last longer; a negative life never ends', async () => {
      const skewed = new Gate({
        toml: '[oauth]\ntimestamp_skew = 300\n',
        tokens: [{ value: 'tok', application: 'shop', validFor: 60 }],
      });
      const plain = gateFor({ validFor: 60 });
      const endless = gateFor({ validFor: -1 });
      const outcomes = async (seconds: number) => {
        for (const gate of [plain, skewed, endless]) gate.clock.advance(seconds * 1000);
        return Promise.all([plain, skewed, endless].map((gate) => gate.outcome(call)));
      };
      assert.deepEqual(await outcomes(59), ['in', 'in', 'in']);
      assert.deepEqual(await outcomes(1), ['900901', 'in', 'in']);
      assert.deepEqual(await outcomes(300), ['900901', '900901', 'in']);
    });
  });

  it('a token that nobody issued is 900901', async () => {
    const { code, description } = await gateFor({}).refusal(bearer('nope'));
    assert.equal(code, '900901');
    assert.match(description, /^Access failure for API: \/pizzashack\/1\.0\.0, version: 1\.0\.0 status: \(900901\)/);
  });

  it('operations may want tokens of applications or of users: 900905', async () => {
    const gate = new Gate({
      tokens: [
        { value: 'of-user', application: 'shop', user: 'bob' },
        { value: 'of-application', application: 'shop' },
      ],
    });
    const table: readonly [string, string, string][] = [
      ['Any', 'in', 'in'],
      ['Application & Application User', 'in', 'in'],
      ['Application', '900905', 'in'],
      ['Application User', 'in', '900905'],
      ['Application_User', 'in', '900905'],
    ];
    for (const [authType, ofUser, ofApplication] of table) {
      const operation = { authType };
      assert.equal(await gate.outcome({ ...bearer('of-user'), operation }), ofUser, authType);
      assert.equal(await gate.outcome({ ...bearer('of-application'), operation }), ofApplication, authType);
    }
  });

  describe('subscriptions', () => {
    const table: readonly [string, string | undefined, string, string][] = [
      ['UNBLOCKED', undefined, 'in', 'in'],
      ['BLOCKED', 'The requested API is temporarily blocked', '900907', '900907'],
      ['PROD_ONLY_BLOCKED', 'The requested API is temporarily blocked', '900907', 'in'],
      ['ON_HOLD', 'The subscription to the API is inactive', '900909', '900909'],
      ['REJECTED', 'The subscription to the API is inactive', '900909', '900909'],
    ];
    for (const [state, message, production, sandbox] of table) {
      it(`${state}: ${production} with a production key, ${sandbox} with a sandbox key`, async () => {
        const gate = new Gate({
          subscriptions: [{ application: 'shop', api: 'PizzaShackAPI:1.0.0', state: state as 'BLOCKED' }],
          tokens: [
            { value: 'prod', application: 'shop' },
            { value: 'sand', application: 'shop', keyType: 'SANDBOX' },
          ],
        });
        assert.equal(await gate.outcome(bearer('prod')), production);
        assert.equal(await gate.outcome(bearer('sand')), sandbox);
        if (message === undefined) return;
        const refusal = await gate.refusal(bearer('prod'));
        assert.equal(refusal.status, 401);
        assert.equal(refusal.message, message);
        assert.deepEqual(refusal.headers, [['WWW-Authenticate', challenge]]);
        assert.equal(refusal.description, opaqueText(production, message));
      });
    }

    it('none, or one to another version: 900908, status 403, no challenge', async () => {
      for (const api of ['PizzaShackAPI:2.0.0', 'Other:1.0.0']) {
        const subscriptions = [{ application: 'shop', api }];
        const opaque = new Gate({ subscriptions, tokens: [{ value: 'tok', application: 'shop' }] });
        assert.deepEqual(await opaque.refusal(call), {
          kind: 'authentication',
          status: 403,
          code: '900908',
          message: 'Resource forbidden ',
          description: opaqueText('900908', 'Resource forbidden '),
        });
        const jwt = new Gate({ subscriptions, tokens: [{ value: 'tok', application: 'shop', format: 'jwt' }] });
        assert.equal(
          (await jwt.refusal(call)).description,
          'User is NOT authorized to access the Resource. API Subscription validation failed.',
        );
      }
    });

    it('what happens to them acts at once', async () => {
      const gate = new Gate({ subscriptions: [], tokens: [{ value: 'tok', application: 'shop' }] });
      const subscription = { application: 'shop', api: 'PizzaShackAPI:1.0.0' };
      const { subscriptions } = gate.state;
      assert.equal(await gate.outcome(call), '900908');
      subscriptions.set(subscription);
      assert.equal(await gate.outcome(call), 'in');
      subscriptions.set({ ...subscription, state: 'BLOCKED' });
      assert.equal(await gate.outcome(call), '900907');
      subscriptions.delete(subscription);
      assert.equal(await gate.outcome(call), '900908');
    });

    it('none is wanted by an API without plans', async () => {
      const gate = new Gate({ subscriptions: [], tokens: [{ value: 'tok', application: 'shop' }] });
      assert.equal(await gate.outcome({ ...call, api: { subscriptionTiers: [] } }), 'in');
      assert.equal(await gate.outcome({ ...call, api: { subscriptionTiers: ['Gold'] } }), '900908');
    });
  });

  it('any scope of the operation suffices; none is 900910, after the subscription was looked at', async () => {
    const operation = { scopes: ['menu_read', 'menu_admin'] };
    const tokens: TokenSetup[] = [
      { value: 'tok', application: 'shop', scopes: ['menu_admin'] },
      { value: 'without', application: 'shop' },
      { value: 'jwt', application: 'shop', format: 'jwt' },
    ];
    const gate = new Gate({ tokens });
    assert.equal(await gate.outcome({ ...call, operation }), 'in');
    const message = 'The access token does not allow you to access the requested resource';
    assert.deepEqual(await gate.refusal({ ...bearer('without'), operation }), {
      kind: 'authentication',
      status: 403,
      code: '900910',
      message,
      description: opaqueText('900910', message),
    });
    assert.equal(
      (await gate.refusal({ ...bearer('jwt'), operation })).description,
      'User is NOT authorized to access the Resource: /menu. Scope validation failed.',
    );
    const unsubscribed = new Gate({ tokens, subscriptions: [] });
    assert.equal(await unsubscribed.outcome({ ...bearer('without'), operation }), '900908');
  });

  describe('the header', () => {
    const forms: readonly [string, string][] = [
      ['Bearer tok', ''],
      ['bearer tok', ''],
      ['BEARER   tok', ''],
      ['Bearer "tok"', ''],
      ['Bearer tok, Basic YTpi', 'Basic YTpi'],
      ['Basic YTpi,Bearer tok', 'Basic YTpi'],
      ['Basic YTpi, Bearer tok , Digest x', 'Basic YTpi,Digest x'],
    ];
    for (const [value, left] of forms) {
      it(`${value}: ${left || 'nothing'} is left for the backend`, async () => {
        const gate = gateFor({});
        const invocation = gate.invocation({ headers: [['authorization', value]] });
        assert.ok('user' in (await gate.access.authenticate(invocation)));
        assert.deepEqual(invocation.headers.getAll('Authorization'), left === '' ? [] : [left]);
      });
    }

    it('a repeated header is one list', async () => {
      const gate = gateFor({});
      const invocation = gate.invocation({
        headers: [
          ['Authorization', 'Basic YTpi'],
          ['Authorization', 'Bearer tok'],
        ],
      });
      assert.ok('user' in (await gate.access.authenticate(invocation)));
      assert.deepEqual(invocation.headers.getAll('Authorization'), ['Basic YTpi']);
    });

    it('other schemes and a bare token are no credentials, and stay', async () => {
      const gate = gateFor({});
      for (const value of ['tok', 'Basic YTpi', 'Bearertok', 'Bearer']) {
        const invocation = gate.invocation({ headers: [['Authorization', value]] });
        const result = await gate.access.authenticate(invocation);
        assert.equal('code' in result && result.code, '900902', value);
        assert.equal(invocation.headers.get('Authorization'), value);
      }
    });

    it('enable_outbound_auth_header keeps it', async () => {
      const gate = new Gate({
        toml: '[apim.oauth_config]\nenable_outbound_auth_header = true\n',
        tokens: [{ value: 'tok', application: 'shop' }],
      });
      const invocation = gate.invocation(call);
      assert.ok('user' in (await gate.access.authenticate(invocation)));
      assert.equal(invocation.headers.get('Authorization'), 'Bearer tok');
    });

    it('another name by the API goes before that of the settings; Authorization then goes on', async () => {
      const gate = new Gate({
        toml: '[apim.oauth_config]\nauth_header = "X-Token"\n',
        tokens: [{ value: 'tok', application: 'shop' }],
      });
      assert.equal(await gate.outcome(call), '900902');
      assert.equal(await gate.outcome({ headers: [['x-token', 'Bearer tok']] }), 'in');
      const api = { authHeader: 'X-Own' };
      assert.equal(await gate.outcome({ api, headers: [['X-Token', 'Bearer tok']] }), '900902');
      const invocation = gate.invocation({
        api,
        headers: [
          ['X-Own', 'Bearer tok'],
          ['Authorization', 'Bearer for-the-backend'],
        ],
      });
      assert.ok('user' in (await gate.access.authenticate(invocation)));
      assert.deepEqual(invocation.headers.entries(), [['Authorization', 'Bearer for-the-backend']]);
    });
  });

  describe('tokens in JWT form that are not kept here', () => {
    const claims = { iss: 'us', sub: 'carol', azp: 'ck-prod', scope: 'menu_read other', exp: now + 300 };
    const idps = [{ name: 'idp.example', alias: 'a', key: 'of-idp' }];
    const gate = new Gate({ idps });
    const ofAccess = { typ: 'at+jwt', alg: 'RS256' };
    const signed = (own: object, key = ownKeyName): string => signedJwt(own, key, ofAccess);

    it('count with our signature, for the client that they name', async () => {
      const caller = await gate.caller({ ...bearer(signed(claims)), operation: { scopes: ['menu_read'] } });
      assert.equal(caller.application, 'shop');
      assert.equal(caller.consumerKey, 'ck-prod');
      assert.equal(caller.user, 'carol');
      assert.equal(await gate.outcome(bearer(signed({ ...claims, azp: undefined, client_id: 'ck-prod' }))), 'in');
    });

    const refused: readonly [string, string, string][] = [
      ['signed by another key', signed(claims, 'of-somebody'), '900901'],
      ['signed by an identity provider', signed({ ...claims, iss: 'idp.example' }, 'of-idp'), '900901'],
      ['unsigned', signedJwt(claims, ownKeyName, { ...ofAccess, alg: 'none' }).replace(/[^.]*$/, ''), '900901'],
      ['expired', signed({ ...claims, exp: now }), '900901'],
      ['of the future', signed({ ...claims, nbf: now + 10 }), '900901'],
      ['an ID token of ours', signedJwt(claims), '900901'],
      ['an API key', signed({ ...claims, token_type: 'apiKey' }), '900901'],
      ['an internal key', signedJwt({ ...claims, token_type: 'InternalKey' }), '900901'],
      ['of a client that is not known', signed({ ...claims, azp: 'who' }), '900908'],
      ['without the scope', signed({ ...claims, scope: 'other' }), '900910'],
    ];
    for (const [what, token, code] of refused) {
      it(`${what}: ${code}`, async () => {
        assert.equal(await gate.outcome({ ...bearer(token), operation: { scopes: ['menu_read'] } }), code);
      });
    }

    it('expired before 4.x: 900903', async () => {
      const old = new Gate({ idps }, '3.x');
      const refusal = await old.refusal(bearer(signed({ ...claims, exp: now - 1 })));
      assert.equal(refusal.code, '900903');
      assert.equal(refusal.description, 'Access Token Expired. Renew the access token and try again');
    });

    it('two dots make no JWT: then it is opaque', async () => {
      const { description } = await gate.refusal(bearer('a.b.c'));
      assert.match(description, /^Access failure for API/);
    });
  });
});
