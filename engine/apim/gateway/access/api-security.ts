import type { ApiSetup } from '../../setup.js';
import type { AccessSettings } from './settings.js';

/** Credentials that callers may show. */
type Credential = 'oauth2' | 'basic_auth' | 'api_key' | 'mutualssl';

/** What an API wants of its callers (gateway sheet E.2). */
export interface ApiSecurity {
  readonly accepted: ReadonlySet<Credential>;
  /** A certificate alone does not suffice. */
  readonly credentialsMandatory: boolean;
  /** Nothing suffices without a certificate. */
  readonly certificateMandatory: boolean;
  readonly authHeader: string;
  readonly apiKeyHeader: string;
  /** Value of `WWW-Authenticate`. */
  readonly challenge: string;
}

/** In the order of their priorities; an internal key is always welcome. */
const challenges: readonly (readonly [Credential, string])[] = [
  ['mutualssl', 'Mutual SSL'],
  ['oauth2', 'Bearer'],
  ['basic_auth', 'Basic'],
  ['api_key', 'API Key'],
];

/**
 * Reads the `security` of an API: `oauth2`, `basic_auth`, `api_key`, `mutualssl` allow a kind of credentials,
 * `oauth_basic_auth_api_key_mandatory` and `mutualssl_mandatory` say what may not be missing when both a certificate and
 * other credentials are allowed. Default: `oauth2`. The API key's header is renamed by `x-wso2-api-key-header` in the
 * API's definition.
 */
export function securityOf(api: ApiSetup, settings: AccessSettings): ApiSecurity {
  const listed = new Set((api.security ?? ['oauth2']).map((entry) => entry.trim().toLowerCase()));
  const accepted = new Set(challenges.map(([credential]) => credential).filter((credential) => listed.has(credential)));
  if (listed.has('mutualssl_mandatory')) accepted.add('mutualssl');
  const onlyCertificates = accepted.has('mutualssl') && accepted.size === 1;
  const realms = ['Internal API Key', ...challenges.flatMap(([kind, name]) => (accepted.has(kind) ? [name] : []))];
  const renamed = api.definition?.['x-wso2-api-key-header'];
  return {
    accepted,
    credentialsMandatory:
      !onlyCertificates && (!accepted.has('mutualssl') || listed.has('oauth_basic_auth_api_key_mandatory')),
    certificateMandatory: onlyCertificates || listed.has('mutualssl_mandatory'),
    authHeader: api.authHeader ?? settings.authHeader,
    apiKeyHeader: typeof renamed === 'string' && renamed !== '' ? renamed : settings.apiKeyHeader,
    challenge: [
      ...realms.map((name) => `${name} realm="WSO2 API Manager"`),
      'error="invalid_token", error_description="The provided token is invalid"',
    ].join(', '),
  };
}
