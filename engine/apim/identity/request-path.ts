import { superTenant } from '../users.js';
import type { Refusal } from './refusal.js';

/** The path of a request, as the rules see it. */
export interface RequestPath {
  /** Decoded, without query and doubled slashes; with the tenant, when it names one. */
  readonly path: string;
  /** `/t/<tenant>/...`; `carbon.super` when it names none. */
  readonly tenant: string;
}

/** What no rule could be trusted with: `.` of a pattern does not match a line's end, and `\` is a slash to some. */
const illegal = /[\p{Cc}\u2028\u2029\\]/u;

/**
 * Reads the path of a request (gateway sheet C.1): it is decoded once. One that is encoded after that is malformed (400);
 * one with a segment that resources and rules may read in different ways (`..`, `;`) is nobody's (401).
 * @param target path and query as received
 */
export function readRequestPath(target: string): RequestPath | Refusal {
  const decoded = decode(pathOf(target));
  if (decoded === undefined || !decoded.startsWith('/') || decoded.includes('%') || illegal.test(decoded)) {
    return { status: 400 };
  }
  const path = decoded.replace(/\/{2,}/g, '/');
  if (path.split('/').some((segment) => /^\.+$|;/.test(segment))) {
    return { status: 401, description: 'Given URL contain un-normalized content. URL validation failed.' };
  }
  return { path, tenant: /^\/t\/([^/]+)/i.exec(path)?.[1] ?? superTenant };
}

/** The path of a target, as received. */
export function pathOf(target: string): string {
  return target.split('?', 1)[0]!;
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
