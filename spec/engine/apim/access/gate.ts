import { sign } from 'node:crypto';
import { type Access, createAccess } from '../../../../engine/apim/gateway/access/index.js';
import type { Caller, Invocation, Refusal } from '../../../../engine/apim/gateway/invocation.js';
import { isRefusal } from '../../../../engine/apim/gateway/invocation.js';
import { type ApimSetup, ApimState, KeyRing, type Profile } from '../../../../engine/apim/index.js';
import type { ApiSetup, OperationSetup } from '../../../../engine/apim/setup.js';
import { Headers } from '../../../../engine/message/index.js';
import { ManualClock, SeededRandom } from '../../../../engine/observe/index.js';

/** Making keys takes long. */
export const keys = new KeyRing();

export const start = Date.UTC(2030, 0, 7, 10);

/** The API, application and users that the cases of the gateway sheet begin with. */
export const pizza: ApiSetup = {
  name: 'PizzaShackAPI',
  version: '1.0.0',
  context: '/pizzashack',
  provider: 'admin',
  security: ['oauth2'],
  subscriptionTiers: ['Unlimited'],
};
export const shop: ApimSetup = {
  applications: [
    { name: 'shop', owner: 'alice', keys: { PRODUCTION: { consumerKey: 'ck-prod', consumerSecret: 'cs-prod' } } },
  ],
  users: [
    { name: 'alice', password: 'alicepw', roles: ['Internal/subscriber', 'cook'] },
    { name: 'bob', password: 'bob:pw' },
    { name: 'eve@abc.com', password: 'evepw' },
  ],
  tenants: ['abc.com'],
  subscriptions: [{ application: 'shop', api: 'PizzaShackAPI:1.0.0' }],
};

/** What a call differs in. */
export interface Call {
  readonly api?: Partial<ApiSetup>;
  readonly operation?: Partial<OperationSetup>;
  readonly headers?: readonly (readonly [string, string])[];
  readonly target?: string;
  readonly remoteAddress?: string;
  readonly certificate?: string;
}

/** Access as it is for one setup. */
export class Gate {
  readonly clock = new ManualClock(start);
  readonly state: ApimState;
  readonly access: Access;

  constructor(setup: ApimSetup, profile: Profile = '4.x') {
    const outbound = {
      request: () => Promise.reject(new Error('nobody may be asked')),
      close: () => Promise.resolve(),
    };
    this.state = new ApimState({ ...shop, ...setup }, profile, {
      clock: this.clock,
      random: new SeededRandom(),
      outbound: outbound as never,
      keys,
    });
    this.access = createAccess(this.state);
  }

  invocation({ api, operation, headers = [], target, remoteAddress, certificate }: Call): Invocation {
    const called = { ...pizza, ...api };
    const context = `${called.context}/${called.version}`;
    return {
      api: called,
      context,
      operation: { verb: 'GET', target: '/menu', ...operation },
      method: 'GET',
      target: target ?? `${context}/menu`,
      headers: new Headers(headers),
      scheme: 'https',
      remoteAddress: remoteAddress ?? '198.51.100.1',
      clientCertificate: certificate === undefined ? undefined : { subject: certificate, issuer: 'CA' },
    };
  }

  async authenticate(call: Call): Promise<Caller | Refusal> {
    return this.access.authenticate(this.invocation(call));
  }

  /** The caller, who must be let in. */
  async caller(call: Call): Promise<Caller> {
    const result = await this.authenticate(call);
    if (isRefusal(result)) throw new Error(`refused: ${result.code} ${result.description}`);
    return result;
  }

  /** The refusal, which must come. */
  async refusal(call: Call): Promise<Refusal> {
    const result = await this.authenticate(call);
    if (!isRefusal(result)) throw new Error(`let in: ${result.user}`);
    return result;
  }

  /** Code of the refusal, or `in`. */
  async outcome(call: Call): Promise<string> {
    const result = await this.authenticate(call);
    return isRefusal(result) ? result.code : 'in';
  }

  /** What comes of a caller's call: the code of a refusal, or `in`. */
  throttle(caller: Caller, call: Call = {}): string {
    return this.access.throttle(this.invocation(call), caller)?.code ?? 'in';
  }
}

export function bearer(token: string): Call {
  return { headers: [['Authorization', `Bearer ${token}`]] };
}

export function basic(name: string, password: string): Call {
  return { headers: [['Authorization', `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`]] };
}

/** A JWT, signed with the key of a name. */
export function signedJwt(claims: object, key = 'wso2carbon', header: object = { typ: 'JWT', alg: 'RS256' }): string {
  const content = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${content}.${sign('sha256', Buffer.from(content), keys.get(key).privateKey).toString('base64url')}`;
}
