import assert from 'node:assert/strict';
import { createHash, verify } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import type { Caller } from '../../../../engine/apim/gateway/invocation.js';
import type { ApimSetup, Profile } from '../../../../engine/apim/index.js';
import { keyIdOf, ownKeyName } from '../../../../engine/apim/keys.js';
import type { TokenSetup } from '../../../../engine/apim/setup.js';
import { bearer, type Call, Gate, keys, signedJwt, start } from './gate.js';

const now = start / 1000;
const dialect = 'http://wso2.org/claims/';

interface Read {
  readonly header: string;
  readonly value: string;
  readonly parts: readonly string[];
  readonly jose: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
}

interface Case extends Call {
  readonly toml?: string;
  readonly profile?: Profile;
  readonly token?: Partial<TokenSetup>;
  readonly setup?: ApimSetup;
}

function gateFor({ toml = '', profile, token, setup }: Case): Gate {
  const tokens = [{ value: 'tok', application: 'shop', format: 'jwt' as const, ...token }];
  return new Gate({ tokens, ...setup, toml: `[apim.jwt]\nenable = true\n${toml}` }, profile);
}

async function assertion(given: Case = {}, gate = gateFor(given)): Promise<Read> {
  const call = { ...bearer('tok'), ...given };
  const { header, value } = gate.access.backendJwt(gate.invocation(call), await gate.caller(call))!;
  const parts = value.split('.');
  const [jose, claims] = parts.slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64').toString()));
  return { header, value, parts, jose, claims };
}

describe('the JWT for backends', () => {
  it('says who calls what', async () => {
    const { header, parts, jose, claims } = await assertion();
    assert.equal(header, 'X-JWT-Assertion');
    assert.equal(parts.length, 3);
    const { publicKey } = keys.get(ownKeyName);
    const digits = createHash('sha1')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex');
    assert.deepEqual(jose, { typ: 'JWT', alg: 'RS256', x5t: Buffer.from(digits).toString('base64') });
    const { jti, ...others } = claims;
    assert.match(String(jti), /^[0-9a-f-]{36}$/);
    assert.deepEqual(others, {
      iss: 'wso2.org/products/am',
      sub: 'alice',
      iat: now,
      exp: now + 900,
      [`${dialect}subscriber`]: 'alice',
      [`${dialect}applicationid`]: 'shop',
      [`${dialect}applicationname`]: 'shop',
      [`${dialect}applicationtier`]: 'Unlimited',
      [`${dialect}applicationUUId`]: 'shop',
      [`${dialect}apiname`]: 'PizzaShackAPI',
      [`${dialect}apicontext`]: '/pizzashack/1.0.0',
      [`${dialect}version`]: '1.0.0',
      [`${dialect}tier`]: 'Unlimited',
      [`${dialect}keytype`]: 'PRODUCTION',
      [`${dialect}usertype`]: 'Application_User',
      [`${dialect}enduser`]: 'alice@carbon.super',
      [`${dialect}enduserTenantId`]: '-1234',
      [`${dialect}applicationAttributes`]: {},
    });
  });

  it('takes application, tiers, key type and tenant from the caller', async () => {
    const { claims } = await assertion({
      token: { user: 'eve@abc.com', keyType: 'SANDBOX' },
      setup: {
        applications: [{ name: 'shop', id: '7', owner: 'bob', tier: '50PerMin' }],
        subscriptions: [{ application: 'shop', api: 'PizzaShackAPI:1.0.0', tier: 'Gold' }],
      },
    });
    const expected = {
      subscriber: 'bob',
      applicationid: '7',
      applicationUUId: '7',
      applicationtier: '50PerMin',
      tier: 'Gold',
      keytype: 'SANDBOX',
      enduser: 'eve@abc.com',
      enduserTenantId: '1',
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(claims[dialect + name], value, name);
    assert.equal(claims.sub, 'eve@abc.com');
  });

  for (const encoding of ['base64', 'base64url'] as const) {
    it(`is signed over its parts, which are ${encoding} without padding`, async () => {
      const alphabet = encoding === 'base64' ? /^[A-Za-z0-9+/]+$/ : /^[A-Za-z0-9_-]+$/;
      // Among so many users some part holds a character in which the encodings differ.
      let differs = false;
      for (let user = 0; user < 40; user++) {
        const { parts } = await assertion({ toml: `encoding = "${encoding}"\n`, token: { user: `~~~${user}???` } });
        for (const part of parts) assert.match(part, alphabet);
        differs ||= parts.some((part) => /[^A-Za-z0-9]/.test(part));
        const [signature, content] = [Buffer.from(parts[2]!, 'base64'), Buffer.from(parts.slice(0, 2).join('.'))];
        assert.ok(verify('sha256', content, keys.get(ownKeyName).publicKey, signature));
      }
      assert.ok(differs);
    });
  }

  it('NONE: alg none, nothing of a key, an empty third part', async () => {
    const { jose, value } = await assertion({ toml: 'signing_algorithm = "NONE"\nuse_kid = true\n' });
    assert.deepEqual(jose, { typ: 'JWT', alg: 'none' });
    assert.match(value, /^[^.]+\.[^.]+\.$/);
  });

  const headers: readonly [string, string[]][] = [
    ['', ['typ', 'alg', 'x5t']],
    ['use_kid = true\n', ['typ', 'alg', 'x5t', 'kid']],
    ['use_sha256_hash = true\n', ['typ', 'alg', 'x5t#S256']],
  ];
  for (const [toml, names] of headers) {
    it(`${toml.trim() || 'without settings'}: the header has ${names.join(', ')}`, async () => {
      const { jose } = await assertion({ toml });
      assert.deepEqual(Object.keys(jose), names);
      assert.match(Buffer.from(String(jose[names[2]!]), 'base64url').toString(), /^([0-9a-f]{40}|[0-9a-f]{64})$/);
    });
  }

  it('the key has the name that it has in a set of keys', async () => {
    const { jose } = await assertion({ toml: 'use_kid = true\n' });
    const { publicKey } = keys.get(ownKeyName);
    assert.equal(jose.kid, keyIdOf(publicKey));
    assert.equal(jose.kid, await calculateJwkThumbprint(await exportJWK(publicKey)));
  });

  it('the thumbprint is padded where its length asks for it', async () => {
    const { jose } = await assertion({ toml: 'use_sha256_hash = true\n' });
    assert.equal(String(jose['x5t#S256']).length % 4, 0);
  });

  const dialects: readonly [string, string][] = [
    ['http://claims.example', 'http://claims.example/subscriber'],
    ['http://claims.example/', 'http://claims.example/subscriber'],
    ['', 'subscriber'],
    ['/', '/subscriber'],
  ];
  for (const [claimDialect, name] of dialects) {
    it(`dialect ${JSON.stringify(claimDialect)}: ${name}`, async () => {
      const { claims } = await assertion({ toml: `claim_dialect = "${claimDialect}"\n` });
      assert.equal(claims[name], 'alice');
      assert.equal(claims[`${dialect}subscriber`], undefined);
    });
  }

  it('lives 900 s; 960 s for opaque tokens', async () => {
    assert.equal((await assertion()).claims.exp, now + 900);
    assert.equal((await assertion({ token: { format: 'opaque' } })).claims.exp, now + 960);
  });

  it('1.x: exp in milliseconds, no name of the API', async () => {
    const { claims } = await assertion({ profile: '1.x' });
    assert.equal(claims.exp, (now + 960) * 1000);
    assert.equal(`${dialect}apiname` in claims, false);
    assert.equal(claims[`${dialect}apicontext`], '/pizzashack/1.0.0');
  });

  it('other claims of the access token are copied, and the own ones win', async () => {
    const gate = new Gate({ toml: '[apim.jwt]\nenable = true\n' });
    const token = signedJwt(
      {
        iss: 'us',
        sub: 'carol',
        aud: 'a',
        exp: now + 60,
        nbf: now,
        iat: now - 5,
        jti: 'j',
        aut: 'APPLICATION',
        application: { name: 'x' },
        tierInfo: {},
        subscribedAPIs: [],
        azp: 'ck-prod',
        colour: ['red', 'blue'],
        [`${dialect}subscriber`]: 'mallory',
      },
      ownKeyName,
      { typ: 'at+jwt', alg: 'RS256' },
    );
    const { claims } = await assertion(bearer(token), gate);
    assert.deepEqual(claims.colour, ['red', 'blue']);
    assert.equal(claims.azp, 'ck-prod');
    assert.equal(claims[`${dialect}subscriber`], 'alice');
    assert.deepEqual(
      [claims.iss, claims.sub, claims.iat, claims.exp],
      ['wso2.org/products/am', 'carol', now, now + 900],
    );
    assert.notEqual(claims.jti, 'j');
    for (const name of ['aud', 'nbf', 'aut', 'application', 'tierInfo', 'subscribedAPIs']) {
      assert.equal(name in claims, false, name);
    }
  });

  it('attributes of users when they are wanted: several values are an array', async () => {
    const toml = 'enable_user_claims = true\n';
    const role = async (given: Case) => (await assertion(given)).claims[`${dialect}role`];
    assert.equal(await role({}), undefined);
    assert.deepEqual(await role({ toml }), ['Internal/subscriber', 'cook']);
    assert.equal(await role({ toml, setup: { users: [{ name: 'alice', password: 'x', roles: ['cook'] }] } }), 'cook');
    assert.equal(await role({ toml, token: { user: 'bob' } }), undefined);
  });

  it('is the same for the same caller for half of its life', async () => {
    const gate = gateFor({});
    const jti = async (call: Call = {}) => (await assertion(call, gate)).claims.jti;
    const first = await jti();
    const other = await jti({ api: { name: 'Pizza', subscriptionTiers: [] } });
    assert.notEqual(other, first);
    gate.clock.advance(449_000);
    assert.equal(await jti(), first);
    gate.clock.advance(1000);
    const later = await assertion({}, gate);
    assert.notEqual(later.claims.jti, first);
    assert.equal(later.claims.exp, now + 450 + 900);
  });

  it('is for callers of applications only', async () => {
    const gate = gateFor({});
    const nobody: Caller = {
      application: undefined,
      consumerKey: undefined,
      keyType: 'PRODUCTION',
      user: 'anonymous',
      tier: 'Unauthenticated',
      token: undefined,
      target: '/',
    };
    assert.equal(gate.access.backendJwt(gate.invocation({}), nobody), undefined);
  });

  it('is not there unless it is enabled', async () => {
    const gate = new Gate({ tokens: [{ value: 'tok', application: 'shop' }] });
    assert.equal(gate.access.backendJwtHeader, undefined);
    assert.equal(gate.access.backendJwt(gate.invocation({}), await gate.caller(bearer('tok'))), undefined);
  });

  it('its header has the name that the settings give it', async () => {
    const gate = gateFor({ toml: 'header = "X-Caller"\n' });
    assert.equal(gate.access.backendJwtHeader, 'X-Caller');
    assert.equal((await assertion({}, gate)).header, 'X-Caller');
  });
});
