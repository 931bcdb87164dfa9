import { isCredentialName } from './credential-names.js';
import { escapeExpression } from './escape-expression.js';

/** A piece of a text that was searched for secrets. */
export type SecretPiece =
  /** As it was. */
  | { readonly kind: 'kept'; readonly text: string }
  /** A placeholder. */
  | { readonly kind: 'replaced'; readonly text: string }
  /** A secret that nothing of what the fixture feeds into the flow holds, so that its placeholder cannot come out. */
  | { readonly kind: 'unfed' };

/** Whether what a fixture feeds into a flow holds a secret. */
export type IsFed = (secret: string) => boolean;

/** Values that stand under the name of a credential and are none. */
const harmless = new Set(
  'true false null none undefined yes no on off include omit same-origin fetch required optional'.split(' '),
);

/** Words of protocols: replaced only where they stand under the name of a credential. */
const protocolWords = new Set(
  (
    'password token secret bearer basic digest client_credentials refresh_token access_token authorization_code ' +
    'authorization credentials client_secret grant_type code key cookie post json text header form body name value'
  ).split(' '),
);

/** Shorter secrets are replaced only where they stand under the name of a credential. */
const shortest = 4;
/** Shorter secrets are replaced only as whole words. */
const distinctive = 12;

/** Secret, and how its replacement is found. */
interface Entry {
  readonly replacement: () => string;
  /** Whether its replacement comes out when it has been fed in. */
  readonly fed: (isFed: IsFed, own: string) => boolean;
  readonly everywhere: boolean;
}

/**
 * The secrets of one fixture, each with a placeholder that takes its place wherever it occurs: as it is, escaped for
 * URLs, JSON or XML, and inside base64. So what was equal stays equal, and the fixture plays as the request did.
 */
export class Secrets {
  readonly #entries = new Map<string, Entry>();
  readonly #counts = new Map<string, number>();
  #pattern: SecretPattern | undefined;

  /** Every secret, as it was. */
  get values(): string[] {
    return [...this.#entries.keys()];
  }

  /** Takes note of a secret. @param kind of its placeholder */
  add(secret: string, kind: string): void {
    if (secret === '' || this.#entries.has(secret) || harmless.has(secret.toLowerCase())) return;
    if (isPlaceholder(secret) || (isNumber(secret) && secret.length < shortest)) return;
    const placeholder = this.#placeholder(isNumber(secret) ? '' : kind);
    const everywhere = secret.length >= shortest && !protocolWords.has(secret.toLowerCase());
    this.#set(secret, { replacement: () => placeholder, fed: (isFed, own) => isFed(own), everywhere });
  }

  /**
   * Takes note of `base64(user:password)`; the password's placeholder is encoded in its place.
   * @returns whether the text is one
   */
  addBasic(encoded: string, kind: string): boolean {
    const credentials = decodeBase64(encoded);
    const colon = credentials?.indexOf(':') ?? -1;
    if (credentials === undefined || colon < 0) return false;
    const user = credentials.slice(0, colon);
    const password = credentials.slice(colon + 1);
    this.add(password, kind);
    const replacement = (): string => {
      const known = this.#entries.get(password)?.replacement() ?? password;
      return encodeLike(encoded, `${this.replace(user)}:${known}`);
    };
    const fed = (isFed: IsFed, own: string): boolean => isFed(own) || isFed(password);
    if (!this.#entries.has(encoded)) this.#set(encoded, { replacement, fed, everywhere: true });
    return true;
  }

  /** A text with the placeholders in the places of all secrets. @param name under which it stands */
  replace(text: string, name = ''): string {
    return this.split(text, name, () => true)
      .map((piece) => (piece.kind === 'unfed' ? '' : piece.text))
      .join('');
  }

  /** Cuts a text at its secrets. @param name under which it stands */
  split(text: string, name: string, isFed: IsFed): SecretPiece[] {
    const whole = this.#entries.get(text);
    if (whole && isCredentialName(name)) return [pieceOf(whole, text, isFed, (replacement) => replacement)];
    return this.#splitPlain(text, isFed).flatMap((piece) =>
      piece.kind === 'kept' ? this.#splitEncoded(piece.text, isFed) : [piece],
    );
  }

  #splitPlain(text: string, isFed: IsFed): SecretPiece[] {
    const { expression, variants } = this.#compiled();
    const pieces: SecretPiece[] = [];
    let end = 0;
    for (const { 0: found, index } of text.matchAll(expression)) {
      if (index > end) pieces.push({ kind: 'kept', text: text.slice(end, index) });
      const { secret, encode } = variants.get(found)!;
      pieces.push(pieceOf(this.#entries.get(secret)!, secret, isFed, encode));
      end = index + found.length;
    }
    if (end < text.length) pieces.push({ kind: 'kept', text: text.slice(end) });
    return pieces;
  }

  /** Looks into everything that is base64. */
  #splitEncoded(text: string, isFed: IsFed): SecretPiece[] {
    const pieces: SecretPiece[] = [];
    let end = 0;
    for (const { 0: found, index } of text.matchAll(base64Run)) {
      const decoded = decodeBase64(found);
      const inside = decoded === undefined ? [] : this.#splitPlain(decoded, isFed);
      if (inside.every(({ kind }) => kind === 'kept')) continue;
      if (index > end) pieces.push({ kind: 'kept', text: text.slice(end, index) });
      const clean = inside.map((piece) => (piece.kind === 'unfed' ? undefined : piece.text));
      pieces.push(
        clean.includes(undefined) ? { kind: 'unfed' } : { kind: 'replaced', text: encodeLike(found, clean.join('')) },
      );
      end = index + found.length;
    }
    if (end < text.length) pieces.push({ kind: 'kept', text: text.slice(end) });
    return pieces;
  }

  #placeholder(kind: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return kind === '' ? String(9_000_000_000 + count) : `recorded-${kind}-${count}`;
  }

  #set(secret: string, entry: Entry): void {
    this.#entries.set(secret, entry);
    this.#pattern = undefined;
  }

  /** One expression for all secrets, the longest first, in every spelling. */
  #compiled(): SecretPattern {
    if (this.#pattern) return this.#pattern;
    const variants = new Map<string, VariantOf>();
    for (const [secret, { everywhere }] of this.#entries) {
      if (!everywhere) continue;
      for (const encode of spellings) {
        const variant = encode(secret);
        if (!variants.has(variant)) variants.set(variant, { secret, encode });
      }
    }
    const sources = [...variants.keys()].sort((a, b) => b.length - a.length).map(sourceOf);
    const expression = new RegExp(sources.length === 0 ? '(?!)' : sources.join('|'), 'g');
    this.#pattern = { expression, variants };
    return this.#pattern;
  }
}

/** Finds every spelling of every secret. */
interface SecretPattern {
  readonly expression: RegExp;
  readonly variants: ReadonlyMap<string, VariantOf>;
}

interface VariantOf {
  readonly secret: string;
  readonly encode: (text: string) => string;
}

const spellings: readonly VariantOf['encode'][] = [
  (text) => text,
  (text) => encodeURIComponent(Buffer.from(text).toString()),
  (text) => new URLSearchParams({ '': text }).toString().slice(1),
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
];

function pieceOf(entry: Entry, secret: string, isFed: IsFed, encode: VariantOf['encode']): SecretPiece {
  return entry.fed(isFed, secret) ? { kind: 'replaced', text: encode(entry.replacement()) } : { kind: 'unfed' };
}

function sourceOf(variant: string): string {
  const escaped = escapeExpression(variant);
  return variant.length >= distinctive ? escaped : `(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`;
}

function isPlaceholder(text: string): boolean {
  return /^recorded-[a-z-]+-\d+$/.test(text);
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

/** What may be base64, of either alphabet. */
export const base64Run = /(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/]{8,}|[A-Za-z0-9_-]{8,})={0,2}/g;

/** The text behind base64; undefined when it is none, or no text. */
export function decodeBase64(encoded: string): string | undefined {
  const bytes = Buffer.from(encoded, 'base64');
  const canonical = bytes.toString('base64').replace(/=+$/, '');
  if (canonical !== encoded.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')) return undefined;
  try {
    const text = utf8.decode(bytes);
    return /\p{Cc}/u.test(text.replace(/[\t\r\n]/g, '')) ? undefined : text;
  } catch {
    return undefined;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Base64 in the alphabet, and with the padding, of an example. */
function encodeLike(example: string, text: string): string {
  const url = /[-_]/.test(example);
  const padded = example.endsWith('=') || example.length % 4 === 0;
  const encoded = Buffer.from(text).toString(url ? 'base64url' : 'base64');
  if (!padded) return encoded.replace(/=+$/, '');
  return url ? encoded.padEnd(Math.ceil(encoded.length / 4) * 4, '=') : encoded;
}
