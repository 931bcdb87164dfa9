import type { Headers } from '../../../message/index.js';

/**
 * Takes the credentials of a scheme out of a header (gateway sheet E.2). The header may hold several, separated by
 * commas: the others stay for the backend.
 * @param scheme in lower case
 * @param keep the header stays as it is
 * @returns what stands behind the scheme, without quotes; undefined when there is nothing of that scheme
 */
export function takeCredentials(headers: Headers, name: string, scheme: string, keep: boolean): string | undefined {
  const segments = headers
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((segment) => segment.trim());
  const at = segments.findIndex((segment) => segment.toLowerCase().startsWith(`${scheme} `));
  if (at < 0) return undefined;
  if (!keep) {
    const others = segments.toSpliced(at, 1).filter((segment) => segment !== '');
    headers.remove(name);
    if (others.length > 0) headers.set(name, others.join(','));
  }
  const value = segments[at]!.slice(scheme.length).trim().split(/ +/)[0]!;
  return value.replaceAll('"', '');
}

/** Takes a header out, with all its values. */
export function takeHeader(headers: Headers, name: string): string | undefined {
  const value = headers.get(name)?.trim();
  if (value === undefined || value === '') return undefined;
  headers.remove(name);
  return value;
}

/** Takes a parameter out of the query; everything else keeps its spelling. */
export function takeParameter(
  target: string,
  name: string,
): { readonly value: string | undefined; readonly target: string } {
  const mark = target.indexOf('?');
  if (mark < 0) return { value: undefined, target };
  const pairs = target.slice(mark + 1).split('&');
  const found = pairs.filter((pair) => pair === name || pair.startsWith(`${name}=`));
  const value = found.length > 0 ? new URLSearchParams(found[0]).get(name)?.trim() : undefined;
  if (!value) return { value: undefined, target };
  const others = pairs.filter((pair) => !found.includes(pair));
  const path = target.slice(0, mark);
  return { value, target: others.length > 0 ? `${path}?${others.join('&')}` : path };
}
