import type { Profile } from '../../setup.js';
import type { TomlSettings } from '../../toml-settings.js';

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
  /** The header names the key. */
  readonly keyId: boolean;
  /** Digest of the thumbprint. Default `sha1`. */
  readonly digest: 'sha1' | 'sha256';
}

/** Reads `[apim.oauth_config]`, `[apim.jwt]` and `[oauth] timestamp_skew`. @throws Error for what cannot be used */
export function readSettings(toml: TomlSettings, profile: Profile): AccessSettings {
  const apim = toml.section('apim');
  const oauth = apim.section('oauth_config');
  return {
    authHeader: oauth.text('auth_header') ?? 'Authorization',
    apiKeyHeader: profile === '4.x' ? 'ApiKey' : 'apikey',
    keepAuthHeader: oauth.flag('enable_outbound_auth_header') ?? false,
    timestampSkew: (toml.section('oauth').number('timestamp_skew') ?? 0) * 1000,
    backendJwt: readBackendJwt(apim.section('jwt')),
  };
}

function readBackendJwt(jwt: TomlSettings): BackendJwtSettings | undefined {
  if (!jwt.flag('enable')) return undefined;
  const dialect = jwt.wholeText('claim_dialect') ?? 'http://wso2.org/claims';
  return {
    header: jwt.text('header') ?? 'X-JWT-Assertion',
    prefix: dialect === '' || dialect.endsWith('/') ? dialect : `${dialect}/`,
    signed: jwt.text('signing_algorithm')?.toUpperCase() !== 'NONE',
    encoding: jwt.text('encoding')?.toLowerCase() === 'base64url' ? 'base64url' : 'base64',
    userClaims: jwt.flag('enable_user_claims') ?? false,
    keyId: (jwt.flag('use_kid') || jwt.flag('use_kid_property')) ?? false,
    digest: jwt.flag('use_sha256_hash') ? 'sha256' : 'sha1',
  };
}
