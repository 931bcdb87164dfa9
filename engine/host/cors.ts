import { networkInterfaces } from 'node:os';
import type { Resource } from '../compile/index.js';
import { type KnownHeader, type Settings, withKnown } from '../message/index.js';

/** The global CORS rule (`synapse.rest.CORSConfig.*`, configuration sheet 3.9). */
export interface CorsRule {
  readonly enabled: boolean;
  readonly origins: ReadonlySet<string>;
  /** Value of Access-Control-Allow-Headers. */
  readonly headers: string;
}

const corsNames = ['access-control-allow-methods', 'access-control-allow-origin', 'access-control-allow-headers'];
const namesWithoutOrigin: ReadonlySet<string> = new Set(corsNames);
const namesWithOrigin: ReadonlySet<string> = new Set([...corsNames, 'origin']);

/** What CORS adds to the answers of one request. */
export interface CorsAnswer {
  /** The request's origin is allowed. */
  readonly allowed: boolean;
  readonly headers: readonly KnownHeader[];
  /** Their names in lower case: an answer has no others of them. */
  readonly names: ReadonlySet<string>;
}

const prefix = 'synapse.rest.CORSConfig.';

/** Reads the rule. A localhost origin also admits the machine's own addresses. */
export function readCorsRule(settings: Settings): CorsRule {
  const enabled = (settings.property(`${prefix}enabled`) ?? 'true').trim().toLowerCase() === 'true';
  const listed = settings.property(`${prefix}Access-Control-Allow-Origin`) ?? '';
  const origins = new Set<string>();
  for (const origin of listed.split(',').map((each) => each.trim())) {
    if (origin === '') continue;
    origins.add(origin);
    for (const own of ownOrigins(origin)) origins.add(own);
  }
  const headers = settings.property(`${prefix}Access-Control-Allow-Headers`) ?? '';
  return { enabled, origins, headers };
}

/** The same origin under the addresses of this machine, when it is localhost. */
function ownOrigins(origin: string): string[] {
  const [, scheme, port] = /^(https?:\/\/)localhost(:\d+)?$/.exec(origin) ?? [];
  if (scheme === undefined) return [];
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return addresses.map(
    ({ address, family }) => `${scheme}${family === 'IPv6' ? `[${address}]` : address}${port ?? ''}`,
  );
}

/** What the rule says to a request; undefined when CORS is switched off. */
export function corsAnswer(rule: CorsRule, origin: string | undefined, resource: Resource): CorsAnswer | undefined {
  if (!rule.enabled) return undefined;
  return answerTo(rule, origin, resource);
}

function answerTo(rule: CorsRule, origin: string | undefined, resource: Resource): CorsAnswer {
  const allowed = rule.origins.has('*') ? '*' : origin !== undefined && rule.origins.has(origin) ? origin : undefined;
  const headers: [string, string][] = [
    ['Access-Control-Allow-Methods', allowedMethods(resource)],
    ['Access-Control-Allow-Origin', allowed ?? ''],
    ['Access-Control-Allow-Headers', rule.headers],
  ];
  if (origin !== undefined) headers.push(['Origin', origin]);
  const names = origin === undefined ? namesWithoutOrigin : namesWithOrigin;
  return { allowed: allowed !== undefined, headers: headers.map(withKnown), names };
}

/** Methods of a resource as `Allow` lists them: without OPTIONS. */
export function allowedMethods({ methods }: Resource): string {
  return methods.length === 0 ? 'GET, POST, PUT, DELETE' : methods.filter((method) => method !== 'OPTIONS').join(', ');
}
