import { type KnownHeader, withKnown } from '../../message/index.js';
import type { CorsSetup } from '../setup.js';
import type { ApimState } from '../state.js';
import { securityOf } from './access/api-security.js';
import { readSettings } from './access/settings.js';
import type { ManagedApi, ManagedResource } from './managed-api.js';

/** What a browser may do with an API (gateway sheet E.6). */
export interface CorsPolicy {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** Value of Access-Control-Allow-Headers. */
  readonly headers: string;
  /** Value of Access-Control-Expose-Headers; undefined = not sent. */
  readonly exposed: string | undefined;
  readonly credentials: boolean;
  /** What is allowed stands in every answer, not only in those to OPTIONS. */
  readonly alwaysListed: boolean;
}

const defaultMethods = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'];
const defaultHeaders = [
  'authorization',
  'Access-Control-Allow-Origin',
  'Content-Type',
  'SOAPAction',
  'apikey',
  'Internal-Key',
];

/** The policy of an API: its own, or the one of `[apim.cors]`; undefined = CORS is switched off. */
export function corsPolicy({ setup }: ManagedApi, { toml, profile }: ApimState): CorsPolicy | undefined {
  const own: CorsSetup = setup.cors ?? {};
  const settings = toml.section('apim').section('cors');
  const enabled = setup.cors ? own.enabled : settings.flag('enable');
  if (enabled === false) return undefined;
  const given = own.allowHeaders ?? settings.listed('allow_headers') ?? defaultHeaders;
  const { authHeader, apiKeyHeader } = securityOf(setup, readSettings(toml, profile));
  return {
    origins: own.allowOrigins ?? settings.listed('allow_origins') ?? ['*'],
    methods: own.allowMethods ?? settings.listed('allow_methods') ?? defaultMethods,
    headers: unionOf([...given, authHeader, apiKeyHeader]).join(','),
    exposed: settings.listed('expose_headers')?.join(','),
    credentials: own.allowCredentials ?? settings.flag('allow_credentials') ?? false,
    alwaysListed: profile === '1.x' || profile === '3.x',
  };
}

/** Names without those that differ from earlier ones in case only. */
function unionOf(names: readonly string[]): string[] {
  const known = new Set<string>();
  return names.filter((name) => {
    const key = name.toLowerCase();
    return !known.has(key) && known.add(key);
  });
}

/** What CORS adds to an answer that does not have it from the backend. */
export function corsHeaders(
  policy: CorsPolicy,
  origin: string | undefined,
  resource: ManagedResource | undefined,
  method: string,
): readonly KnownHeader[] {
  const allowed = allowedOrigin(policy, origin);
  const headers: [string, string][] = [];
  if (allowed !== undefined) headers.push(['Access-Control-Allow-Origin', allowed]);
  if (allowed !== undefined && allowed !== '*' && policy.credentials) {
    headers.push(['Access-Control-Allow-Credentials', 'true']);
  }
  if (policy.alwaysListed || method === 'OPTIONS') {
    const methods = resource?.verbs.filter((verb) => policy.methods.includes(verb));
    if (methods) headers.push(['Access-Control-Allow-Methods', methods.join(',')]);
    headers.push(['Access-Control-Allow-Headers', policy.headers]);
    if (policy.exposed !== undefined) headers.push(['Access-Control-Expose-Headers', policy.exposed]);
  }
  return headers.map(withKnown);
}

/** Longer origins are none of a browser. */
const longestOrigin = 1024;

function allowedOrigin({ origins }: CorsPolicy, origin: string | undefined): string | undefined {
  if (origins.includes('*')) return '*';
  if (origin === undefined || origin.length > longestOrigin) return undefined;
  return origins.some((each) => each === origin || matches(each, origin)) ? origin : undefined;
}

/** A `*` stands for anything, and the pattern may be found anywhere in the origin, as in the reference product. */
function matches(pattern: string, origin: string): boolean {
  if (!pattern.includes('*')) return false;
  try {
    return new RegExp(pattern.replaceAll('*', '.*')).test(origin);
  } catch {
    return false;
  }
}
