import {
  type ApimServer,
  type ApimSetup,
  ApimState,
  createIdentityServer,
  KeyRing,
} from '../../../../engine/apim/index.js';
import type { ClientCertificate } from '../../../../engine/message/index.js';
import { ManualClock, SeededRandom } from '../../../../engine/observe/index.js';

/** A request, as short as a case wants it. */
export interface Ask {
  /** Default GET. */
  readonly method?: string;
  readonly basic?: string;
  readonly bearer?: string;
  /** The whole header. */
  readonly authorization?: string;
  /** Of `WSO2-Identity-User`. */
  readonly user?: string;
  readonly certificate?: ClientCertificate;
}

/** Users, clients and tokens that the specs share. */
const people: ApimSetup = {
  tenants: ['abc.com'],
  users: [
    { name: 'alice', password: 'a:pw', permissions: ['/permission/admin/login', 'scope1'] },
    { name: 'bob', password: 'bobpw' },
    { name: 'root', password: 'rootpw', roles: ['Admin'] },
    { name: 'john@abc.com', password: 'johnpw' },
    { name: 'SECONDARY/mary@abc.com', password: 'marypw' },
    { name: 'eve@mail.example', password: 'evepw' },
  ],
  applications: [
    { name: 'app', owner: 'alice', keys: { PRODUCTION: { consumerKey: 'key', consumerSecret: 'secret' } } },
    { name: 'other', owner: 'john@abc.com', keys: { SANDBOX: { consumerKey: 'key2', consumerSecret: 'secret2' } } },
  ],
  tokens: [
    { value: 'good', user: 'alice', scopes: ['scope1', 'scope2'] },
    { value: 'plain', user: 'alice' },
    { value: 'of-bob', user: 'bob' },
    { value: 'of-john', user: 'john@abc.com', scopes: ['scope1', 'scope2'] },
    { value: 'of-nobody', user: 'ghost', scopes: ['scope1', 'scope2'] },
    { value: 'revoked', user: 'alice', scopes: ['scope1', 'scope2'], state: 'REVOKED' },
    { value: 'short', user: 'alice', scopes: ['scope1', 'scope2'], validFor: 10 },
  ],
};

/** An identity server with these settings. */
export class IdentityWorld {
  readonly clock = new ManualClock();
  readonly #server: ApimServer;

  constructor(toml: string) {
    const outbound = { send: () => Promise.reject(new Error('nothing is called')), close: () => Promise.resolve() };
    const surroundings = { clock: this.clock, random: new SeededRandom(1), outbound, keys: new KeyRing() };
    this.#server = createIdentityServer(new ApimState({ ...people, toml }, 'is', surroundings));
  }

  async ask(target: string, { method = 'GET', basic, bearer, authorization, user, certificate }: Ask = {}) {
    const header = authorization ?? (basic && `Basic ${Buffer.from(basic).toString('base64')}`);
    const headers = { authorization: header ?? (bearer && `Bearer ${bearer}`), 'wso2-identity-user': user };
    const answer = await this.#server({
      method,
      target,
      headers,
      body: Buffer.alloc(0),
      remoteAddress: '127.0.0.1',
      clientCertificate: certificate,
    });
    const body = String(answer.body ?? '');
    return { ...answer, body, json: answer.status === 200 ? undefined : JSON.parse(body) };
  }

  async status(target: string, ask?: Ask): Promise<number> {
    return (await this.ask(target, ask)).status;
  }
}

/** A rule as TOML; the context takes no quotes. */
export function rule(context: string, more = 'permissions = ["none"]'): string {
  return `[[resource.access_control]]\ncontext = '${context}'\n${more}\n`;
}
