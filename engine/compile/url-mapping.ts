/**
 * A `url-mapping`: exact (`/x/y`), path (`/x/*`) or extension (`*.ext`). A resource's mappings are tried by kind in
 * this order, of the path mappings the one with most segments wins (configuration sheet 3.6).
 */
export interface UrlMapping {
  readonly kind: 'url-mapping';
  /** Value of RESOURCE_PATH; mappings with equal texts are the same mapping. */
  readonly text: string;
  /** The one path of an exact mapping, as `exactPath` gives it. */
  readonly exact: string | undefined;
  /** What every path with matching segments starts with. */
  readonly prefix: string;
  /** Number of matching segments, 0 = no match; the path mapping of everything counts as one. */
  matchingSegments(subPath: string): number;
  hasExtension(subPath: string): boolean;
}

/** Reads a url-mapping; every text is one. */
export function readUrlMapping(mapping: string): UrlMapping {
  if (mapping.startsWith('/') && mapping.endsWith('/*')) return pathMapping(mapping);
  if (mapping.startsWith('*.')) return extensionMapping(mapping.slice(1));
  return exactMapping(mapping.length > 1 && mapping.endsWith('/') ? mapping.slice(0, -1) : mapping);
}

const never = (): boolean => false;
const noSegments = (): number => 0;

function exactMapping(path: string): UrlMapping {
  return {
    kind: 'url-mapping',
    text: path,
    exact: path,
    prefix: '',
    matchingSegments: noSegments,
    hasExtension: never,
  };
}

/** A path below an API as exact mappings are compared with it: without its query and slashes at its end. */
export function exactPath(subPath: string): string {
  const trimmed = subPath === '/' ? subPath : withoutSlashes(subPath);
  const query = trimmed.indexOf('?');
  if (query === 0) return '/';
  return query > 0 ? trimmed.slice(0, query) : trimmed;
}

function withoutSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end--;
  return end === path.length ? path : path.slice(0, end);
}

function pathMapping(mapping: string): UrlMapping {
  const segments = mapping.length > 2 ? segmentsOf(mapping.slice(1, -2)) : [];
  return {
    kind: 'url-mapping',
    text: `${segments.map((segment) => `/${segment}`).join('')}/*`,
    exact: undefined,
    prefix: segments.length === 0 ? '' : `/${segments[0]}`,
    matchingSegments(subPath) {
      if (segments.length === 0) return 1;
      const found = segmentsOf(withoutQuery(trimSlashes(subPath)));
      return segments.every((segment, index) => found[index] === segment) ? segments.length : 0;
    },
    hasExtension: never,
  };
}

function extensionMapping(extension: string): UrlMapping {
  return {
    kind: 'url-mapping',
    // The reference prints a second point.
    text: `*.${extension}`,
    exact: undefined,
    prefix: '',
    matchingSegments: noSegments,
    hasExtension: (subPath) => withoutQuery(subPath).endsWith(extension),
  };
}

function withoutQuery(path: string): string {
  const query = path.indexOf('?');
  return query < 0 ? path : path.slice(0, query);
}

/** As the reference does it: a second slash at the start costs the last character. */
function trimSlashes(path: string): string {
  const rest = path.startsWith('/') ? path.slice(1) : path;
  return rest.startsWith('/') ? rest.slice(0, -1) : rest;
}

/** Java's split: empty segments at the end do not count. */
function segmentsOf(path: string): string[] {
  const segments = path.split('/');
  while (segments.length > 1 && segments.at(-1) === '') segments.pop();
  return segments;
}
