import { OAuthError } from './answers.js';
import type { Parameters } from './parameters.js';

/** The scope of whoever asks for none. */
export const defaultScope = 'default';

/** Makes a token one of OpenID Connect. */
export const openidScope = 'openid';

/** What RFC 6749 allows in a scope. */
const scopeName = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Longer lists are refused: they are kept with each token. */
const longestList = 2048;

/** What users without roles may have. */
const forEverybody = /^(device_.*|openid)$/;

/** The scopes that a request asks for, each once. @throws OAuthError */
export function askedScopes(parameters: Parameters): string[] {
  const text = parameters.get('scope') ?? '';
  const scopes = [...new Set(text.split(' ').filter((scope) => scope !== ''))];
  if (text.length > longestList || !scopes.every((scope) => scopeName.test(scope))) throw invalidScope();
  return scopes;
}

/** Who is to have scopes. */
export interface ScopeHolder {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  /** Of a service outside. */
  readonly external?: boolean;
}

/** Who has no roles here. */
export const withoutRoles: ScopeHolder = { roles: [], permissions: [] };

/** Roles, besides `admin`, that the product binds its own scopes to. */
const boundRoles: ReadonlyMap<string, readonly string[]> = new Map([
  ['apim:api_view', ['internal/creator', 'internal/publisher', 'internal/observer', 'internal/analytics']],
  ['apim:api_create', ['internal/creator']],
  ['apim:api_delete', ['internal/creator']],
  ['apim:api_publish', ['internal/publisher']],
  ['apim:subscription_view', ['internal/creator', 'internal/publisher']],
  ['apim:subscription_block', ['internal/creator', 'internal/publisher']],
  ['apim:mediation_policy_view', ['internal/creator']],
  ['apim:mediation_policy_create', ['internal/creator']],
  ['apim:common_operation_policy_view', ['internal/creator', 'internal/publisher']],
  ['apim:common_operation_policy_manage', ['internal/creator']],
  ['apim:subscribe', ['internal/subscriber']],
  ['apim:app_manage', ['internal/subscriber']],
  ['apim:sub_manage', ['internal/subscriber']],
  ['apim:api_key', ['internal/subscriber']],
]);

/** The product's own scopes: they open what manages it. */
const ownScope = /^(apim:|internal_)/;

/**
 * The scopes that are granted (gateway sheet B.5): the product's own to who holds a bound role, is an administrator or
 * has the permission of that name; all others as asked. Users of a service outside have those for everybody only (D.1).
 * Nothing left: `default`.
 */
export function grantedScopes(asked: readonly string[], holder: ScopeHolder): readonly string[] {
  const kept = asked.filter((scope) => {
    if (holder.external) return forEverybody.test(scope);
    return !ownScope.test(scope) || mayHave(scope, holder);
  });
  return kept.length > 0 ? kept : [defaultScope];
}

function mayHave(scope: string, { roles, permissions }: ScopeHolder): boolean {
  const bound = ['admin', ...(boundRoles.get(scope) ?? [])];
  return permissions.includes(scope) || roles.some((role) => bound.includes(role.toLowerCase()));
}

/** A renewal may narrow scopes, not widen them. @throws OAuthError */
export function narrowedScopes(asked: readonly string[], granted: readonly string[]): readonly string[] {
  if (!asked.every((scope) => granted.includes(scope))) throw invalidScope();
  return asked.length > 0 ? asked : granted;
}

function invalidScope(): OAuthError {
  return new OAuthError('invalid_scope', 'Invalid Scope!');
}
