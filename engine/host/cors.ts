import { networkInterfaces } from 'node:os';
import type { Resource } from '../compile/index.js';
import { type KnownHeader, type Settings, withKnown } from '../message/index.js';

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

/** The global CORS rule (`synapse.rest.CORSConfig.*`, configuration sheet 3.9). */
export class CorsRule {
  readonly #enabled: boolean;
  readonly #origins: ReadonlySet<string>;
  /** Value of Access-Control-Allow-Headers. */
  readonly #headers: string;
  /** To requests without an origin, by the methods of the resource: resources that take the same share one answer. */
  readonly #withoutOrigin = new Map<string, CorsAnswer>();

  /** Reads the rule. A localhost origin also admits the machine's own addresses. */
  constructor(settings: Settings) {
    this.#enabled = (settings.property(`${prefix}enabled`) ?? 'true').trim().toLowerCase() === 'true';
    const listed = settings.property(`${prefix}Access-Control-Allow-Origin`) ?? '';
    const origins = listed.split(',').map((each) => each.trim());
    this.#origins = new Set(origins.flatMap((origin) => (origin === '' ? [] : [origin, ...ownOrigins(origin)])));
    this.#headers = settings.property(`${prefix}Access-Control-Allow-Headers`) ?? '';
  }

  /** What the rule says to a request; undefined when CORS is switched off. */
  answer(origin: string | undefined, resource: Resource): CorsAnswer | undefined {
    if (!this.#enabled) return undefined;
    const methods = allowedMethods(resource);
    if (origin !== undefined) return this.#answerTo(origin, methods);
    let answer = this.#withoutOrigin.get(methods);
    if (!answer) {
      answer = this.#answerTo(undefined, methods);
      this.#withoutOrigin.set(methods, answer);
    }
    return answer;
  }

  #answerTo(origin: string | undefined, methods: string): CorsAnswer {
    const known = origin !== undefined && this.#origins.has(origin) ? origin : undefined;
    const allowed = this.#origins.has('*') ? '*' : known;
    const headers: [string, string][] = [
      ['Access-Control-Allow-Methods', methods],
      ['Access-Control-Allow-Origin', allowed ?? ''],
      ['Access-Control-Allow-Headers', this.#headers],
    ];
    if (origin !== undefined) headers.push(['Origin', origin]);
    const names = origin === undefined ? namesWithoutOrigin : namesWithOrigin;
    return { allowed: allowed !== undefined, headers: headers.map(withKnown), names };
  }
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

/** Methods of a resource as `Allow` lists them: without OPTIONS. */
export function allowedMethods({ methods }: Resource): string {
  return methods.length === 0 ? 'GET, POST, PUT, DELETE' : methods.filter((method) => method !== 'OPTIONS').join(', ');
}
