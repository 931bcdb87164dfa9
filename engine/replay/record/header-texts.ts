import { type LeafMapping, mapLeaves } from './leaf-texts.js';

/** Maps the texts of a header's value: credentials without their scheme, cookies without their names. */
export function mapHeader<Piece>(name: string, value: string, map: LeafMapping<Piece>): (Piece | string)[] {
  switch (name.toLowerCase()) {
    case 'authorization':
    case 'proxy-authorization': {
      const [, scheme = '', rest = value] = /^([\w-]+\s+)(.+)$/s.exec(value) ?? [];
      return [scheme, ...map(rest, name)];
    }
    case 'cookie':
      return value.split(';').flatMap((cookie, index) => [index === 0 ? '' : ';', ...mapCookie(cookie, map)]);
    case 'set-cookie': {
      const end = value.indexOf(';');
      return end < 0 ? mapCookie(value, map) : [...mapCookie(value.slice(0, end), map), value.slice(end)];
    }
    default:
      return [...map(value, name)];
  }
}

function mapCookie<Piece>(cookie: string, map: LeafMapping<Piece>): (Piece | string)[] {
  const [, before, value, after] = /^([^=]*=\s*"?)([^"]*)("?\s*)$/.exec(cookie) ?? [];
  return before === undefined ? [...map(cookie, '')] : [before, ...map(value!, 'cookie'), after!];
}

/** Maps the texts of a URL, or of a request's target: password, path, values of the query. */
export function mapUrl<Piece>(url: string, map: LeafMapping<Piece>): (Piece | string)[] {
  const question = url.indexOf('?');
  const path = question < 0 ? url : url.slice(0, question);
  const query = question < 0 ? [] : ['?', ...mapLeaves(url.slice(question + 1), 'form', map)];
  const [, before, password] = /^([a-z][a-z\d+.-]*:\/\/[^/?#@:]*:)([^/?#@]*)(?=@)/i.exec(path) ?? [];
  if (before === undefined || password === undefined) return [...map(path, ''), ...query];
  const rest = path.slice(before.length + password.length);
  return [before, ...map(password, 'password'), ...map(rest, ''), ...query];
}
