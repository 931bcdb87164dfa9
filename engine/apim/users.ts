import { createHash, timingSafeEqual } from 'node:crypto';
import type { UserSetup } from './setup.js';

/** Who somebody is, taken apart. */
export interface UserName {
  /** `PRIMARY` when the name says no other. */
  readonly store: string;
  readonly name: string;
  readonly tenant: string;
}

/** The tenant of whoever names none. */
export const superTenant = 'carbon.super';

/** A user of the store. */
export interface User extends UserName {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

interface StoredUser extends User {
  readonly password: string;
}

/** The users that are known here. */
export class UserDirectory {
  readonly #tenants: ReadonlySet<string>;
  readonly #users = new Map<string, StoredUser>();

  constructor(users: readonly UserSetup[] = [], tenants: readonly string[] = []) {
    this.#tenants = new Set([superTenant, ...tenants]);
    for (const { name, tenant, password, roles = [], permissions = [] } of users) {
      const parsed = this.parse(name);
      const user = { ...parsed, tenant: tenant ?? parsed.tenant, password, roles, permissions };
      this.#users.set(keyOf(user), user);
    }
  }

  hasTenant(name: string): boolean {
    return this.#tenants.has(name);
  }

  /** `STORE/name@tenant`; what stands behind the last `@` is a tenant only when there is one of that name. */
  parse(text: string): UserName {
    const slash = text.indexOf('/');
    const store = slash < 0 ? 'PRIMARY' : text.slice(0, slash).toUpperCase();
    const rest = text.slice(slash + 1);
    const at = rest.lastIndexOf('@');
    const tenant = rest.slice(at + 1);
    if (at < 0 || !this.#tenants.has(tenant)) return { store, name: rest, tenant: superTenant };
    return { store, name: rest.slice(0, at), tenant };
  }

  find(name: UserName): User | undefined {
    return this.#users.get(keyOf(name));
  }

  /** The user when the password is right; the time that it takes tells neither password nor whether there is a user. */
  authenticate(name: UserName, password: string): User | undefined {
    const user = this.#users.get(keyOf(name));
    return sameSecret(user?.password ?? '', password) && user ? user : undefined;
  }
}

/** A user's name as `parse` reads it; primary store and super tenant are not named. */
export function nameOf({ store, name, tenant }: UserName): string {
  return `${store === 'PRIMARY' ? '' : `${store}/`}${name}${tenant === superTenant ? '' : `@${tenant}`}`;
}

function keyOf({ store, name, tenant }: UserName): string {
  return JSON.stringify([store, name.toLowerCase(), tenant]);
}

/** Compares secrets in a time that tells nothing of them, their lengths included. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
