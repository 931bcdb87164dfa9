import type { TomlTable } from 'smol-toml';
import type { Profile } from '../setup.js';
import type { ApimState } from '../state.js';

/** How the key manager is set up. Lifetimes in seconds; negative: for ever. */
export interface KeyManagerSettings {
  /** Address of the OAuth2 resources as others see it, without a slash at the end. */
  readonly url: string;
  readonly tokenType: 'opaque' | 'jwt';
  readonly userTokenValidity: number;
  readonly appTokenValidity: number;
  readonly refreshTokenValidity: number;
  readonly codeValidity: number;
  /** Clocks of others may differ by so many seconds. */
  readonly timestampSkew: number;
  /** Opaque tokens, too, are made anew with each request. */
  readonly newTokenPerRequest: boolean;
  /** A refresh grant gives a new refresh token. */
  readonly newRefreshToken: boolean;
  /** The client credentials grant gives a refresh token. */
  readonly refreshForClients: boolean;
  /** Answers name the tokens that they ended. */
  readonly revokedTokenHeaders: boolean;
}

/** Settings of the setup, else of `deployment.toml`, else the product's own (gateway sheet B.4, B.6). */
export function settingsOf({ setup: { keyManager = {} }, toml, profile }: ApimState): KeyManagerSettings {
  const validity = table(toml, 'oauth', 'token_validation');
  const renewal = table(toml, 'oauth', 'token_renewal');
  return {
    url: (keyManager.url ?? 'https://localhost:9443/oauth2').replace(/\/+$/, ''),
    tokenType: keyManager.tokenType ?? 'opaque',
    userTokenValidity: keyManager.userTokenValidity ?? whole(validity.user_access_token_validity) ?? 3600,
    appTokenValidity: keyManager.appTokenValidity ?? whole(validity.app_access_token_validity) ?? 3600,
    refreshTokenValidity: keyManager.refreshTokenValidity ?? whole(validity.refresh_token_validity) ?? 86_400,
    codeValidity: whole(validity.authorization_code_validity) ?? 300,
    timestampSkew: whole(table(toml, 'oauth').timestamp_skew) ?? defaultSkew(profile),
    newTokenPerRequest: flag(renewal.renew_access_token_per_request) ?? false,
    newRefreshToken: flag(renewal.renew_refresh_token) ?? true,
    refreshForClients: flag(table(toml, 'oauth', 'grant_type', 'client_credentials').allow_refresh_tokens) ?? false,
    revokedTokenHeaders: flag(table(toml, 'oauth', 'revoked_token_headers_in_response').enable) ?? false,
  };
}

function defaultSkew(profile: Profile): number {
  return profile === '1.x' ? 300 : 0;
}

/** A table of the settings; one that is not there, or is something else, is empty. */
function table(toml: TomlTable, ...path: readonly string[]): TomlTable {
  let found = toml;
  for (const name of path) {
    const next = Object.hasOwn(found, name) ? found[name] : undefined;
    if (typeof next !== 'object' || Array.isArray(next) || next instanceof Date) return {};
    found = next;
  }
  return found;
}

/** Numbers may be written as text. */
function whole(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

function flag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}
