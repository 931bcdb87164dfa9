import type { Json } from './fixture.js';
import { jsonDifference, type MatchContext, show } from './match-value.js';

/** What a header must hold as a JWT: how its parts are encoded, and what is in them. */
export interface JwtMatcher {
  /** Default: either. */
  readonly encoding?: 'base64' | 'base64url';
  /** A subset. */
  readonly header?: Json;
  /** A subset. */
  readonly claims?: Json;
  readonly absentClaims?: readonly string[];
}

/** What the parts may not hold; Node decodes both alphabets. */
const strangers = { base64: /[^A-Za-z0-9+/]/, base64url: /[^A-Za-z0-9_-]/, either: /[^A-Za-z0-9+/_-]/ };

/** Whether the expected value of a header is a `{"jwt": …}`. */
export function isJwtMatcher(value: Json): value is { readonly jwt: Json } & { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'jwt');
}

/** Why a header is not the expected JWT, as a sentence; undefined when it is. Signatures are not checked. */
export function jwtDifference(expected: Json, actual: string | undefined, context: MatchContext): string | undefined {
  const { encoding, header = {}, claims = {}, absentClaims = [] } = expected as JwtMatcher;
  const parts = actual?.split('.') ?? [];
  if (parts.length !== 3) return `expected a JWT of three parts, got ${show(actual)}`;
  const strange = strangers[encoding ?? 'either'].exec(parts.join(''));
  if (strange) return `expected ${encoding ?? 'base64 of either kind'}, got a ${show(strange[0])}`;
  let decoded: unknown[];
  try {
    decoded = parts.slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64').toString('utf8')));
  } catch {
    return `expected a JWT, got parts that are no JSON: ${show(actual)}`;
  }
  const unwanted = absentClaims.find((name) => Object.hasOwn(decoded[1] as object, name));
  if (unwanted !== undefined) return `expected no claim ${unwanted}`;
  return (
    jsonDifference(header, decoded[0], 'subset', context, 'header') ??
    jsonDifference(claims, decoded[1], 'subset', context, 'claims')
  );
}
