import type { ApimAnswer, ApimRequest, ApimServer } from '../server.js';
import type { ApimState } from '../state.js';
import { RestCall, type RestCaller } from './rest-call.js';
import { errorAnswer, notFound, RestError } from './rest-error.js';

/** A resource of a REST API, and who may use it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the version: `/apis/{id}/revisions`. Of two that fit, the first one is taken. */
  readonly path: string;
  /** The token must hold one of them. */
  readonly scopes: readonly string[];
  /** First and last version that has it; 0 is v0.x. Default: all. */
  readonly versions?: readonly [first: number, last: number];
  readonly answer: (call: RestCall) => ApimAnswer | Promise<ApimAnswer>;
}

/** A REST API of the product. */
export interface RestApi {
  /** What follows `/api/am/`: `publisher`. */
  readonly names: readonly string[];
  /** The version that a path without one means. */
  readonly newest: number;
  readonly routes: readonly Route[];
}

/**
 * Serves a REST API (gateway sheet A.5, B.7): finds the resource, checks the bearer token and its scopes (401 when it
 * does not do), and turns refusals into the body that all of them have.
 */
export function restServer(state: ApimState, { names, newest, routes }: RestApi): ApimServer {
  const resources = routes.map((route) => ({ route, segments: route.path.slice(1).split('/') }));
  const root = new RegExp(`^/api/am/(?:${names.join('|')})(?:/v(\\d)(?:\\.\\d+)?)?(?=/)`);

  function answer(request: ApimRequest): ApimAnswer | Promise<ApimAnswer> {
    const [path = '', query = ''] = splitOnce(request.target, '?');
    const [base, digit] = root.exec(path) ?? [];
    const version = digit === undefined ? newest : Number(digit);
    if (base === undefined || version > newest) throw notFound('There is no such resource.');
    const segments = decodeSegments(path.slice(base.length + 1));
    const found = resources.filter(
      ({ route, segments: pattern }) => hasVersion(route, version) && fits(pattern, segments),
    );
    if (found.length === 0) throw notFound('There is no such resource.');
    const chosen = found.find(({ route }) => route.method === request.method);
    if (!chosen) throw new RestError(405, 405, 'Method Not Allowed', `The resource does not know ${request.method}.`);
    const caller = authenticate(state, request.headers.authorization, chosen.route.scopes);
    const variables = variablesOf(chosen.segments, segments);
    return chosen.route.answer(new RestCall(request, caller, base, version, new URLSearchParams(query), variables));
  }

  return async (request) => {
    try {
      return await answer(request);
    } catch (thrown) {
      return errorAnswer(thrown);
    }
  };
}

function hasVersion({ versions }: Route, version: number): boolean {
  return versions === undefined || (version >= versions[0] && version <= versions[1]);
}

/** @throws RestError 401 unless the token is alive and holds one of the scopes */
function authenticate(state: ApimState, authorization: string | undefined, scopes: readonly string[]): RestCaller {
  const value = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  const token = value === undefined ? undefined : state.tokens.find(value);
  if (!token || !state.tokens.isActive(token)) {
    throw new RestError(401, 401, 'Unauthorized', 'Unauthenticated request');
  }
  if (!scopes.some((scope) => token.scopes.includes(scope))) {
    const description = `The access token holds none of the scopes ${scopes.join(', ')}.`;
    throw new RestError(401, 401, 'Unauthorized', description);
  }
  return { user: token.user, tenant: state.users.parse(token.user).tenant };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function decodeSegments(path: string): string[] {
  try {
    return path.replace(/\/$/, '').split('/').map(decodeURIComponent);
  } catch {
    throw notFound('There is no such resource.');
  }
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((expected, index) => (isVariable(expected) ? segments[index] !== '' : expected === segments[index]))
  );
}

function isVariable(segment: string): boolean {
  return segment.startsWith('{');
}

function variablesOf(pattern: readonly string[], segments: readonly string[]): Map<string, string> {
  return new Map(
    pattern.flatMap((name, index) => (isVariable(name) ? [[name.slice(1, -1), segments[index]!] as const] : [])),
  );
}
