import type { TomlTable, TomlValue } from 'smol-toml';
import type { Profile } from '../../setup.js';

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
  const oauth = tableAt(toml, 'apim', 'oauth_config');
  const skew = tableAt(toml, 'oauth').timestamp_skew;
  return {
    authHeader: textOf(oauth.auth_header) ?? 'Authorization',
    apiKeyHeader: profile === '4.x' ? 'ApiKey' : 'apikey',
    keepAuthHeader: oauth.enable_outbound_auth_header === true,
    timestampSkew: typeof skew === 'number' ? skew * 1000 : 0,
    backendJwt: readBackendJwt(tableAt(toml, 'apim', 'jwt')),
  };
}

function readBackendJwt(table: TomlTable): BackendJwtSettings | undefined {
  if (table.enable !== true) return undefined;
  const dialect = textOf(table.claim_dialect) ?? 'http://wso2.org/claims';
  return {
    header: textOf(table.header) ?? 'X-JWT-Assertion',
    prefix: dialect === '' || dialect.endsWith('/') ? dialect : `${dialect}/`,
    signed: textOf(table.signing_algorithm)?.toUpperCase() !== 'NONE',
    encoding: textOf(table.encoding)?.toLowerCase() === 'base64url' ? 'base64url' : 'base64',
    userClaims: table.enable_user_claims === true,
    keyId: table.use_kid === true || table.use_kid_property === true,
    digest: table.use_sha256_hash === true ? 'sha256' : 'sha1',
  };
}

/** The table of this path; an empty one when there is none. */
function tableAt(toml: TomlTable, ...path: readonly string[]): TomlTable {
  let table = toml;
  for (const name of path) {
    const inner = table[name];
    if (!isTable(inner)) return {};
    table = inner;
  }
  return table;
}

function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
}

function textOf(value: TomlValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
