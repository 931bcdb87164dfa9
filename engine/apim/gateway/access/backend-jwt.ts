import { createHash, type KeyObject, sign } from 'node:crypto';
import { ForgetfulMap } from '../../forgetful-map.js';
import { keyIdOf, ownKeyName } from '../../keys.js';
import type { ApimState } from '../../state.js';
import type { Caller, Invocation } from '../invocation.js';
import type { BackendJwtSettings } from './settings.js';
import { qualifiedName } from './user-names.js';

/** So many are kept for further calls of the same callers. */
const mostKept = 10_000;
/** In seconds. */
const lifetime = 900;
/** What the key manager makes, which is what it makes of opaque tokens and all that 1.x has, lives longer. */
const longerLifetime = 960;

/** Claims of an access token that are about that token only. */
const ownOfToken = new Set([
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'application',
  'tierInfo',
  'subscribedAPIs',
  'aut',
]);

/**
 * Tells backends who calls, in a JWT (gateway sheet D.2). There are no certificates here: what stands for the
 * certificate's thumbprint (`x5t`) is the digest of the public key's DER (SubjectPublicKeyInfo).
 */
export class BackendJwt {
  readonly #state: ApimState;
  readonly #settings: BackendJwtSettings;
  /** Signing takes long, and the same callers come again: what was made for their facts, and until when it is given again. */
  readonly #made: ForgetfulMap<{ readonly jwt: string; readonly until: number }>;

  constructor(state: ApimState, settings: BackendJwtSettings) {
    this.#state = state;
    this.#settings = settings;
    this.#made = new ForgetfulMap({ limit: mostKept, isOver: ({ until }) => until <= this.#now });
  }

  /** The same one again for half of its life. Undefined: nothing is said of callers for whom no application subscribed. */
  write(invocation: Invocation, caller: Caller): string | undefined {
    if (caller.application === undefined) return undefined;
    const now = this.#now;
    const life = this.#isOld || caller.token?.format === 'opaque' ? longerLifetime : lifetime;
    const facts = this.#facts(invocation, caller);
    const key = JSON.stringify([life, facts]);
    const made = this.#made.get(key);
    if (made && now < made.until) return made.jwt;
    const jwt = this.#jwt({ ...facts, ...this.#times(now, life), jti: this.#state.random.uuid() });
    this.#made.set(key, { jwt, until: now + life / 2 });
    return jwt;
  }

  /** In seconds since 1970. */
  get #now(): number {
    return Math.floor(this.#state.clock.now() / 1000);
  }

  #jwt(claims: Readonly<Record<string, unknown>>): string {
    const content = `${this.#encode(this.#header())}.${this.#encode(claims)}`;
    if (!this.#settings.signed) return `${content}.`;
    const { privateKey } = this.#state.keys.get(ownKeyName);
    return `${content}.${this.#text(sign('sha256', Buffer.from(content), privateKey))}`;
  }

  /** 1.x gives the end in milliseconds. */
  #times(now: number, life: number): { readonly exp: number; readonly iat: number } {
    return { exp: this.#isOld ? (now + life) * 1000 : now + life, iat: now };
  }

  get #isOld(): boolean {
    return this.#state.profile === '1.x';
  }

  #header(): Readonly<Record<string, string>> {
    const { signed, digest, keyId } = this.#settings;
    if (!signed) return { typ: 'JWT', alg: 'none' };
    const { publicKey } = this.#state.keys.get(ownKeyName);
    const name = digest === 'sha256' ? 'x5t#S256' : 'x5t';
    return {
      typ: 'JWT',
      alg: 'RS256',
      [name]: thumbprint(publicKey, digest),
      ...(keyId && { kid: keyIdOf(publicKey) }),
    };
  }

  /** All claims but those that differ with every JWT. What the gateway says itself wins over what the token says. */
  #facts(invocation: Invocation, caller: Caller): Readonly<Record<string, unknown>> {
    const copied = Object.entries(caller.token?.claims ?? {}).filter(([name]) => !ownOfToken.has(name));
    return {
      ...Object.fromEntries(copied),
      ...this.#ofUser(caller),
      iss: 'wso2.org/products/am',
      sub: caller.user,
      ...this.#prefixed(this.#ofCall(invocation, caller)),
    };
  }

  #ofCall({ api, context }: Invocation, { application: name, user, keyType, tier }: Caller): Record<string, unknown> {
    const { applications, users } = this.#state;
    const application = applications.get(name ?? '');
    const id = application?.id ?? name;
    const endUser = users.parse(user);
    return {
      subscriber: application?.owner,
      applicationid: id,
      applicationname: name,
      applicationtier: application?.tier ?? 'Unlimited',
      applicationUUId: id,
      ...(!this.#isOld && { apiname: api.name }),
      apicontext: context,
      version: api.version,
      tier,
      keytype: keyType,
      usertype: 'Application_User',
      enduser: qualifiedName(endUser),
      enduserTenantId: String(this.#tenantId(endUser.tenant)),
      applicationAttributes: {},
    };
  }

  /** The attributes that are known of users: their roles. A value of several is an array. */
  #ofUser({ user }: Caller): Readonly<Record<string, unknown>> {
    const { users } = this.#state;
    const roles = (this.#settings.userClaims && users.find(users.parse(user))?.roles) || [];
    return roles.length === 0 ? {} : this.#prefixed({ role: roles.length === 1 ? roles[0] : roles });
  }

  /** Numbers as the product gives them: the first tenant has its own, the others count from 1. */
  #tenantId(tenant: string): number {
    const at = this.#state.setup.tenants?.indexOf(tenant) ?? -1;
    return at < 0 ? -1234 : at + 1;
  }

  #prefixed(claims: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(claims).map(([name, value]) => [this.#settings.prefix + name, value] as const),
    );
  }

  #encode(part: unknown): string {
    return this.#text(Buffer.from(JSON.stringify(part)));
  }

  #text(bytes: Buffer): string {
    return bytes.toString(this.#settings.encoding).replace(/=+$/, '');
  }
}

/** As the product writes it: base64url, padded, of the digest's hexadecimal digits. */
function thumbprint(key: KeyObject, algorithm: 'sha1' | 'sha256'): string {
  const digits = createHash(algorithm)
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  return Buffer.from(digits).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
