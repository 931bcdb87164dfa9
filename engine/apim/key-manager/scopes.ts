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

/**
 * The scopes that are granted (gateway sheet B.5): as asked, since no scope here is bound to roles; users of a service
 * outside have none but those for everybody (D.1). Nothing left: `default`.
 */
export function grantedScopes(asked: readonly string[], external: boolean): readonly string[] {
  const kept = external ? asked.filter((scope) => forEverybody.test(scope)) : asked;
  return kept.length > 0 ? kept : [defaultScope];
}

/** A renewal may narrow scopes, not widen them. @throws OAuthError */
export function narrowedScopes(asked: readonly string[], granted: readonly string[]): readonly string[] {
  if (!asked.every((scope) => granted.includes(scope))) throw invalidScope();
  return asked.length > 0 ? asked : granted;
}

function invalidScope(): OAuthError {
  return new OAuthError('invalid_scope', 'Invalid Scope!');
}
