const escaped = '%[0-9A-Fa-f]{2}';
/** Characters beyond ASCII that java.net.URI takes: no controls, no spaces. */
const other = '[^\\0-\\x9f\\p{Z}]';
const unreserved = "A-Za-z0-9\\-_.!~*'()";

function text(characters: string): RegExp {
  return new RegExp(`^(?:[${characters}]|${escaped}|${other})*$`, 'u');
}

const pathText = text(`${unreserved}:@&=+$,;/`);
const uricText = text(`${unreserved};/?:@&=+$,\\[\\]`);
const registryText = text(`${unreserved}$,;:@&=+`);
const bracketAuthority = new RegExp(
  `^(?:(?:[${unreserved};:&=+$,]|${escaped}|${other})*@)?\\[([0-9A-Fa-f:.]+)(?:%[A-Za-z0-9_.~-]+)?\\](?::[0-9]*)?$`,
  'u',
);
const ipv6Group = /^[0-9A-Fa-f]{1,4}$/;
const ipv4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\.(?!$)|$)){4}$/;

/** Whether a text is a URI for `new java.net.URI(text)`: RFC 2396 with IPv6 addresses, and characters beyond ASCII. */
export function isJavaUri(uri: string): boolean {
  const hash = uri.indexOf('#');
  if (hash >= 0 && !uricText.test(uri.slice(hash + 1))) return false;
  const before = hash < 0 ? uri : uri.slice(0, hash);
  const colon = before.search(/[:/?]/);
  if (colon < 0 || before[colon] !== ':') return isHierarchical(before, hash >= 0);
  if (!/^[A-Za-z][A-Za-z0-9+\-.]*$/.test(before.slice(0, colon))) return false;
  const rest = before.slice(colon + 1);
  return rest.startsWith('/') ? isHierarchical(rest, hash >= 0) : rest !== '' && uricText.test(rest);
}

function isHierarchical(part: string, hasFragment: boolean): boolean {
  const question = part.indexOf('?');
  const query = question < 0 ? '' : part.slice(question + 1);
  let path = question < 0 ? part : part.slice(0, question);
  if (!uricText.test(query)) return false;
  if (path.startsWith('//')) {
    const slash = path.indexOf('/', 2);
    const authority = slash < 0 ? path.slice(2) : path.slice(2, slash);
    path = slash < 0 ? '' : path.slice(slash);
    // Without an authority something else must follow.
    const valid = authority === '' ? path !== '' || question >= 0 || hasFragment : isAuthority(authority);
    if (!valid) return false;
  }
  return pathText.test(path);
}

function isAuthority(authority: string): boolean {
  if (registryText.test(authority)) return true;
  const address = bracketAuthority.exec(authority)?.[1];
  return address !== undefined && isIpv6(address);
}

function isIpv6(address: string): boolean {
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups[groups.length - 1];
  const endsInIpv4 = last !== undefined && ipv4.test(last);
  const count = groups.length + (endsInIpv4 ? 1 : 0);
  const plain = endsInIpv4 ? groups.slice(0, -1) : groups;
  return plain.every((group) => ipv6Group.test(group)) && (halves.length === 2 ? count < 8 : count === 8);
}

const quotedPath = new RegExp(`[${unreserved}:@&=+$,;/]`);
const quotedUric = new RegExp(`[${unreserved};/?:@&=+$,\\[\\]]`);
const quotedUser = new RegExp(`[${unreserved};:&=+$,]`);

/**
 * What `new URI(scheme, userInfo, host, port, path, query, fragment)` makes of the parts of a URL: characters that do
 * not belong are escaped, `%` always.
 * @returns undefined when Java would refuse the URL or the URI
 */
export function quoteUrl(url: string): string | undefined {
  const parts = splitUrl(url.trim());
  if (!parts) return undefined;
  const { scheme, user, host, port, path, query, fragment } = parts;
  if (host === '' || (path !== '' && !path.startsWith('/'))) return undefined;
  const authority = `${user === undefined ? '' : `${quote(user, quotedUser)}@`}${host}${port === '' ? '' : `:${Number(port)}`}`;
  const quoted =
    `${scheme}://${authority}${quote(path, quotedPath)}` +
    `${query === undefined ? '' : `?${quote(query, quotedUric)}`}` +
    `${fragment === undefined ? '' : `#${quote(fragment, quotedUric)}`}`;
  return isJavaUri(quoted) && isServer(host) ? quoted : undefined;
}

interface UrlParts {
  readonly scheme: string;
  readonly user: string | undefined;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

function splitUrl(url: string): UrlParts | undefined {
  const match = /^(https?|ftp):(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is.exec(url);
  if (!match) return undefined;
  const [, scheme, authority = '', path = '', query, fragment] = match;
  const server = /^(?:([^@]*)@)?(\[[^\]]*\]|[^:@[\]]*)(?::([0-9]*))?$/.exec(authority);
  if (!server) return undefined;
  const [, user, host = '', port = ''] = server;
  return { scheme: scheme!.toLowerCase(), user, host, port, path, query, fragment };
}

/** A host name, an IPv4 or an IPv6 address: a URI that is put together must name a server. */
function isServer(host: string): boolean {
  if (host.startsWith('[') || ipv4.test(host)) return true;
  return /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?$/.test(host);
}

function quote(part: string, allowed: RegExp): string {
  let quoted = '';
  for (const char of part) {
    const keep = char > '\u007f' ? !/[\p{Z}\p{Cc}]/u.test(char) : allowed.test(char);
    quoted += keep ? char : percentEncoded(char);
  }
  return quoted;
}

function percentEncoded(char: string): string {
  return Array.from(Buffer.from(char, 'utf8'), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
    '',
  );
}

/**
 * `java.net.URLDecoder.decode(text, "UTF-8")`: `+` is a blank.
 * @returns undefined for a `%` without two hexadecimal digits
 */
export function decodeUrlText(text: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  return text.replaceAll('+', ' ').replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    return Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
  });
}
