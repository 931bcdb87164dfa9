import { createHash, createPrivateKey, type KeyObject, timingSafeEqual, X509Certificate } from 'node:crypto';

/** A key pair of a keystore. */
export interface KeystoreEntry {
  /** The public key, from the first certificate. */
  readonly certificateKey: KeyObject;
  /** The private key; throws when the entry has none or the password is not the key's. */
  privateKey(password: string): KeyObject;
}

const MAGIC = 0xfeedfeed;
const PRIVATE_KEY = 1;
const DIGEST_LENGTH = 20;
/** What the keystore's seal hashes besides password and content. */
const SEAL = 'Mighty Aphrodite';

/**
 * Reads a keystore in Java's own format (JKS, versions 1 and 2), by alias in lower case. Its integrity is checked with the
 * password. Throws for a file that is no such keystore and for a wrong password.
 */
export function readJavaKeystore(file: Buffer, password: string): ReadonlyMap<string, KeystoreEntry> {
  const content = file.subarray(0, -DIGEST_LENGTH);
  const seal = digest(wide(password), Buffer.from(SEAL), content);
  if (file.length < 32 || file.readUInt32BE(0) !== MAGIC) throw new Error('this is no JKS keystore');
  if (!timingSafeEqual(seal, file.subarray(-DIGEST_LENGTH))) throw new Error('the password does not fit the keystore');
  const reader = new Reader(content, file.readUInt32BE(4));
  const entries = new Map<string, KeystoreEntry>();
  for (let left = content.readUInt32BE(8); left > 0; left--) {
    const [alias, entry] = reader.entry();
    entries.set(alias, entry);
  }
  return entries;
}

class Reader {
  private offset = 12;

  constructor(
    private readonly content: Buffer,
    private readonly version: number,
  ) {}

  entry(): [alias: string, entry: KeystoreEntry] {
    const kind = this.number();
    const alias = this.text();
    this.offset += 8; // when it was made
    const sealed = kind === PRIVATE_KEY ? this.block() : undefined;
    const certificates = Array.from({ length: kind === PRIVATE_KEY ? this.number() : 1 }, () => this.certificate());
    const certificateKey = new X509Certificate(certificates[0]!).publicKey;
    const privateKey = (password: string): KeyObject => {
      if (sealed === undefined) throw new Error('this entry has no private key');
      return createPrivateKey({ key: openKey(sealed, password), format: 'der', type: 'pkcs8' });
    };
    return [alias.toLowerCase(), { certificateKey, privateKey }];
  }

  private certificate(): Buffer {
    if (this.version === 2) this.text(); // X.509
    return this.block();
  }

  private number(): number {
    this.offset += 4;
    return this.content.readUInt32BE(this.offset - 4);
  }

  private block(): Buffer {
    const length = this.number();
    this.offset += length;
    return this.content.subarray(this.offset - length, this.offset);
  }

  private text(): string {
    const length = this.content.readUInt16BE(this.offset);
    this.offset += 2 + length;
    return this.content.toString('utf8', this.offset - length, this.offset);
  }
}

/**
 * Takes Java's key protection off: behind the salt the key is XORed with a chain of SHA-1 digests of password and salt,
 * at its end stands a digest of password and key.
 */
function openKey(sealed: Buffer, password: string): Buffer {
  const block = octets(sealed);
  const salt = block.subarray(0, DIGEST_LENGTH);
  const check = block.subarray(-DIGEST_LENGTH);
  const key = Buffer.from(block.subarray(DIGEST_LENGTH, -DIGEST_LENGTH));
  let chain = salt;
  for (let index = 0; index < key.length; index++) {
    if (index % DIGEST_LENGTH === 0) chain = digest(wide(password), chain);
    key[index] = key[index]! ^ chain[index % DIGEST_LENGTH]!;
  }
  if (!timingSafeEqual(digest(wide(password), key), check)) throw new Error('the password does not fit the key');
  return key;
}

/** The octet string at the end of an EncryptedPrivateKeyInfo: SEQUENCE { SEQUENCE { algorithm }, OCTET STRING }. */
function octets(der: Buffer): Buffer {
  const outer = contentOf(der, 0);
  const algorithm = contentOf(der, outer.start);
  const value = contentOf(der, algorithm.end);
  return der.subarray(value.start, value.end);
}

/** Where the content of a DER value lies that starts at an offset. */
function contentOf(der: Buffer, offset: number): { start: number; end: number } {
  const first = der[offset + 1]!;
  if (first < 0x80) return { start: offset + 2, end: offset + 2 + first };
  const bytes = first & 0x7f;
  const start = offset + 2 + bytes;
  return { start, end: start + der.readUIntBE(offset + 2, bytes) };
}

/** Java's chars, big endian. */
function wide(password: string): Buffer {
  return Buffer.from(password, 'utf16le').swap16();
}

function digest(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
