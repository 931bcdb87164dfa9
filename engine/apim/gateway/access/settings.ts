import type { TomlTable } from 'smol-toml';
import type { Profile } from '../../setup.js';
import { tomlFlag, tomlValue } from '../toml-settings.js';

/** What `deployment.toml` says of access (gateway sheet E.2, D.2). */
export interface AccessSettings {
  /** Header with the token, unless an API names another one. Default `Authorization`. */
  readonly authHeader: string;
  /** Header with an API key, unless an API names another one. Found in any case. */
  readonly apiKeyHeader: string;
  /** The token's header goes on to the backend. Default: it does not. */
  readonly keepAuthHeader: boolean;
  /** Tokens count for so many milliseconds after their end. Default 0. */
  readonly timestampSkew: number;
  /** Undefined: backends are told nothing. */
  readonly backendJwt: BackendJwtSettings | undefined;
}

/** Of `[apim.jwt]`. */
export interface BackendJwtSettings {
  /** Default `X-JWT-Assertion`. */
  readonly header: string;
  /** In front of the names of claims, with its closing slash. Default `http://wso2.org/claims/`. */
  readonly prefix: string;
  /** False for `NONE`. */
  readonly signed: boolean;
  /** Standard base64 by default. */
  readonly encoding: 'base64' | 'base64url';
  readonly userClaims: boolean;
  readonly keyId: boolean;
  /** Digest of the thumbprint. Default `sha1`. */
  readonly digest: 'sha1' | 'sha256';
}

/** Reads `[apim.oauth_config]`, `[apim.jwt]` and `[oauth] timestamp_skew`. */
export function readSettings(toml: TomlTable, profile: Profile): AccessSettings {
  const skew = tomlValue(toml, 'oauth', 'timestamp_skew');
  return {
    authHeader: textAt(toml, 'apim', 'oauth_config', 'auth_header') ?? 'Authorization',
    apiKeyHeader: profile === '4.x' ? 'ApiKey' : 'apikey',
    keepAuthHeader: tomlFlag(toml, 'apim', 'oauth_config', 'enable_outbound_auth_header') ?? false,
    timestampSkew: typeof skew === 'number' ? skew * 1000 : 0,
    backendJwt: readBackendJwt(toml),
  };
}

function readBackendJwt(toml: TomlTable): BackendJwtSettings | undefined {
  const flag = (name: string) => tomlFlag(toml, 'apim', 'jwt', name) ?? false;
  const text = (name: string) => textAt(toml, 'apim', 'jwt', name);
  if (!flag('enable')) return undefined;
  const dialect = text('claim_dialect') ?? 'http://wso2.org/claims';
  return {
    header: text('header') ?? 'X-JWT-Assertion',
    prefix: dialect === '' || dialect.endsWith('/') ? dialect : `${dialect}/`,
    signed: text('signing_algorithm')?.toUpperCase() !== 'NONE',
    encoding: text('encoding')?.toLowerCase() === 'base64url' ? 'base64url' : 'base64',
    userClaims: flag('enable_user_claims'),
    keyId: flag('use_kid') || flag('use_kid_property'),
    digest: flag('use_sha256_hash') ? 'sha256' : 'sha1',
  };
}

function textAt(toml: TomlTable, ...path: readonly string[]): string | undefined {
  const value = tomlValue(toml, ...path);
  return typeof value === 'string' ? value : undefined;
}
