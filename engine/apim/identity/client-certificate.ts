import type { ClientCertificate } from '../../message/index.js';
import type { ApimState } from '../state.js';
import type { TomlSettings } from '../toml-settings.js';
import type { AuthenticationHandler } from './authentication-handler.js';

/** Header in which a server says for which user it acts. */
const userHeader = 'wso2-identity-user';

/** Whom a certificate may act for. */
interface CertificateMapping {
  /** Common name. */
  readonly issuer: string;
  /** SHA-256, as `fingerprintOf` writes it; `*` = any certificate of the issuer. */
  readonly fingerprint: string;
  /** `*` = everybody. */
  readonly users: readonly string[];
}

/**
 * Client certificates (gateway sheet C.4, priority 10). Under intermediate certificate validation the subject is the user
 * and the issuer must be listed. Where that does not hold, and certificates count at all, a mapping must allow the
 * certificate to act for the user of `WSO2-Identity-User`, or name a user for requests without that header.
 * @throws Error for a mapping that names no issuer or no user
 */
export function clientCertificateHandler({ users }: ApimState, settings: TomlSettings): AuthenticationHandler {
  const validated = validationOf(settings.section('intermediate_cert_validation'));
  const mapped = mappedNaming(settings.section('client_certificate_based_authentication'));
  const namingFor = (path: string) => validated(path) ?? mapped;
  return {
    name: 'ClientCertificate',
    className: 'ClientCertificateBasedAuthenticationHandler',
    canHandle: ({ clientCertificate }, path) => clientCertificate !== undefined && namingFor(path) !== undefined,
    authenticate({ clientCertificate, headers }, path) {
      const name = namingFor(path)?.(clientCertificate!, headers[userHeader]);
      const user = name ? users.find(users.parse(name)) : undefined;
      return user ? { kind: 'user', tenant: user.tenant, user, scopes: undefined } : { status: 401 };
    },
  };
}

/** Finds the name of the user whom a certificate stands for; empty or undefined = nobody. */
type UserNaming = (certificate: ClientCertificate, header: string | undefined) => string | undefined;

/** The naming that holds for a path; undefined = none. */
function validationOf(settings: TomlSettings): (path: string) => UserNaming | undefined {
  if (!settings.flag('enable')) return () => undefined;
  const issuers = new Set(settings.texts('cert_cns'));
  const exempt = settings.texts('exempt_contexts');
  const naming: UserNaming = ({ subject, issuer }) => (issuers.has(issuer) ? subject.trim() : undefined);
  return (path) => (exempt.some((context) => path.includes(context)) ? undefined : naming);
}

/** The naming where certificates count without validation; undefined = they do not. */
function mappedNaming(settings: TomlSettings): UserNaming | undefined {
  if (!settings.flag('enable')) return undefined;
  const forUsers = settings.sections('user_thumbprint_mapping').map((mapping) => {
    const names = mapping.texts('allowed_username');
    if (names.length === 0) throw mapping.unusable('allowed_username', 'must list users, or *');
    return mappingOf(mapping, names);
  });
  const forSystems = settings.sections('system_thumbprint_mapping').map((mapping) => {
    const name = mapping.text('allowed_system_user');
    if (name === undefined || name === '*') {
      throw mapping.unusable('allowed_system_user', 'must name a user: nobody else has permissions');
    }
    return mappingOf(mapping, [name]);
  });
  return (certificate, header) => {
    if (!header) return mappingFor(certificate, forSystems)?.users[0];
    const allowed = mappingFor(certificate, forUsers)?.users ?? [];
    return allowed.some((name) => name === '*' || name.toLowerCase() === header.toLowerCase()) ? header : undefined;
  };
}

function mappingOf(settings: TomlSettings, users: readonly string[]): CertificateMapping {
  const issuer = settings.text('trusted_issuer');
  if (issuer === undefined || issuer === '*') throw settings.unusable('trusted_issuer', 'must name the issuer');
  return {
    issuer: /(?:^|,)\s*CN\s*=\s*([^,]*)/i.exec(issuer)?.[1]?.trim() ?? issuer,
    fingerprint: fingerprintOf(settings.text('cert_thumbprint') ?? '*'),
    users,
  };
}

/** The first mapping of just this certificate, else the first of any of its issuer. */
function mappingFor(
  { issuer, fingerprint = '' }: ClientCertificate,
  mappings: readonly CertificateMapping[],
): CertificateMapping | undefined {
  const candidates = mappings.filter((mapping) => mapping.issuer === issuer);
  const shown = fingerprintOf(fingerprint);
  return (
    candidates.find((mapping) => mapping.fingerprint === shown) ??
    candidates.find((mapping) => mapping.fingerprint === '*')
  );
}

function fingerprintOf(text: string): string {
  return text.replaceAll(':', '').toUpperCase();
}
