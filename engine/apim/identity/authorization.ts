import type { Caller } from './authentication-handler.js';
import type { Refusal } from './refusal.js';
import type { RequestPath } from './request-path.js';
import type { ResourceRule } from './resource-rules.js';

/** Users with this role hold everything. */
const administrator = 'admin';

/**
 * Whether a caller may do what a rule guards (gateway sheet C.2): the tenant must be the path's (401), then a token needs
 * all scopes of the rule, and whoever shows none all its permissions (403). A client is its own permission.
 */
export function refusalOf(caller: Caller, rule: ResourceRule, path: RequestPath): Refusal | undefined {
  if (!mayCross(caller, rule, path)) return { status: 401 };
  if (caller.kind === 'client' || holds(caller, rule)) return undefined;
  return { status: 403 };
}

function mayCross(caller: Caller, { crossTenant, allowedTenants }: ResourceRule, path: RequestPath): boolean {
  return caller.tenant === path.tenant || (crossTenant && (allowedTenants?.has(caller.tenant) ?? true));
}

function holds({ user, scopes }: Caller, rule: ResourceRule): boolean {
  if (scopes && rule.scopes.length > 0) return rule.scopes.every((scope) => scopes.includes(scope));
  if (user?.roles.some((role) => role.toLowerCase() === administrator)) return true;
  const held = user?.permissions ?? [];
  // The newest product knows the scopes of roles instead of permissions; a rule may name both.
  if (rule.scopes.length > 0 && rule.scopes.every((scope) => held.includes(scope))) return true;
  if (rule.permissions.length === 0) return rule.scopes.length === 0;
  return rule.permissions.every((wanted) => isFree(wanted) || held.some((permission) => covers(permission, wanted)));
}

/** `none` asks for nothing but a caller. */
function isFree(permission: string): boolean {
  return permission.toLowerCase() === 'none';
}

/** Permissions are a tree: a branch holds what is below it. */
function covers(held: string, wanted: string): boolean {
  return held === wanted || wanted.startsWith(`${held}/`);
}
