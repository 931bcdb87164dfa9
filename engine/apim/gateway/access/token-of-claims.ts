import type { JWTPayload } from 'jose';
import type { ApimState } from '../../state.js';
import type { IssuedToken } from '../../tokens.js';

/**
 * The access token that the claims of a JWT describe: its client by `azp` or `client_id`, its scopes by `scope`, its user by
 * `sub`. Without a client that is known here it belongs to no application.
 */
export function tokenOf(value: string, claims: JWTPayload, { applications, clock }: ApimState): IssuedToken {
  const consumerKey = textOf(claims.azp) ?? textOf(claims.client_id) ?? '';
  const client = applications.client(consumerKey);
  return {
    value,
    format: 'jwt',
    application: client?.application.name ?? '',
    keyType: client?.keyType ?? 'PRODUCTION',
    consumerKey,
    user: claims.sub ?? '',
    userType: claims.aut === 'APPLICATION' ? 'APPLICATION' : 'APPLICATION_USER',
    scopes: scopesOf(claims.scope),
    grant: '',
    issuedAt: claims.iat === undefined ? clock.now() : claims.iat * 1000,
    expiresAt: claims.exp === undefined ? undefined : claims.exp * 1000,
    claims,
    state: 'ACTIVE',
  };
}

function scopesOf(scope: unknown): readonly string[] {
  if (Array.isArray(scope)) return scope.filter((each) => typeof each === 'string');
  return textOf(scope)?.split(' ') ?? [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
