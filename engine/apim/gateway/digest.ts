import { createHash, randomBytes } from 'node:crypto';

/** A challenge that can be answered. */
interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  readonly algorithm: 'MD5' | 'SHA-256';
  readonly session: boolean;
  /** The server wants `auth`; otherwise it speaks the older RFC 2069. */
  readonly protected: boolean;
}

/** What is asked for, and by whom. */
export interface DigestRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly username: string;
  readonly password: string;
}

/** The Authorization that answers a `WWW-Authenticate: Digest` (RFC 7616); undefined = none that is known here. */
export function digestAuthorization(
  challenges: readonly string[],
  { method, target, username, password }: DigestRequest,
  cnonce = randomBytes(16).toString('hex'),
): string | undefined {
  const challenge = challenges.map(readChallenge).find((each) => each !== undefined);
  if (!challenge) return undefined;
  const { realm, nonce, opaque, algorithm, session } = challenge;
  const hash = (text: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const own = hash(`${username}:${realm}:${password}`);
  const secret = session ? hash(`${own}:${nonce}:${cnonce}`) : own;
  const asked = hash(`${method}:${target}`);
  const middle = challenge.protected ? `${nonce}:00000001:${cnonce}:auth` : nonce;
  const fields = [
    `username="${quoted(username)}"`,
    `realm="${quoted(realm)}"`,
    `nonce="${quoted(nonce)}"`,
    `uri="${quoted(target)}"`,
    `response="${hash(`${secret}:${middle}:${asked}`)}"`,
    `algorithm=${algorithm}${session ? '-sess' : ''}`,
  ];
  if (challenge.protected || session) fields.push(`cnonce="${cnonce}"`);
  if (challenge.protected) fields.push('qop=auth', 'nc=00000001');
  if (opaque !== undefined) fields.push(`opaque="${quoted(opaque)}"`);
  return `Digest ${fields.join(', ')}`;
}

function readChallenge(header: string): Challenge | undefined {
  const start = /(?:^|,)\s*Digest\s+/i.exec(header);
  if (!start) return undefined;
  const fields = new Map<string, string>();
  const text = header.slice(start.index + start[0].length);
  for (const [, name, escaped, bare] of text.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)) {
    const key = name!.toLowerCase();
    if (!fields.has(key)) fields.set(key, escaped === undefined ? bare! : escaped.replace(/\\(.)/g, '$1'));
  }
  const realm = fields.get('realm');
  const nonce = fields.get('nonce');
  const named = /^(MD5|SHA-256)(-sess)?$/i.exec(fields.get('algorithm') ?? 'MD5');
  const offers = fields
    .get('qop')
    ?.split(',')
    .map((each) => each.trim().toLowerCase());
  if (realm === undefined || nonce === undefined || !named || (offers && !offers.includes('auth'))) return undefined;
  return {
    realm,
    nonce,
    opaque: fields.get('opaque'),
    algorithm: named[1]!.toUpperCase() as Challenge['algorithm'],
    session: named[2] !== undefined,
    protected: offers !== undefined,
  };
}

function quoted(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}
