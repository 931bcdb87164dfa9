import { createHash, type KeyObject, verify } from 'node:crypto';
import type * as Libxml2 from 'libxml2-wasm';

/** A document is not signed as it must be; why is said to nobody who sent it. */
export class XmlSignatureError extends Error {
  override readonly name = 'XmlSignatureError';
}

type Library = typeof Libxml2;
type Element = Libxml2.XmlElement;

const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const namespaces = { ds: dsig, ec: exclusive };

/** The signature is left out of what it signs. */
const enveloping = `${dsig}enveloped-signature`;

/** SHA-1 is no signature any more. */
const signatureHashes: ReadonlyMap<string, string> = new Map([
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', 'sha512'],
]);

const digestHashes: ReadonlyMap<string, string> = new Map([
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);

/**
 * Checks the one signature of a document: it must be a child of the root and sign the root as a whole, by its attribute
 * `ID`, in exclusive canonical form. Other ways to sign are refused, as they let others than the signer add content.
 * @param key public RSA key of the signer; keys in the document count not
 * @returns what is signed, in its canonical form, without the signature: nothing else of the document may be trusted
 * @throws XmlSignatureError (rejects with it)
 */
export async function signedXml(text: string, key: KeyObject): Promise<string> {
  if (text.includes('<!DOCTYPE')) throw new XmlSignatureError('A document type is not allowed');
  const library = await import('libxml2-wasm');
  const document = parse(library, text);
  try {
    return checked(library, document.root, key);
  } catch (error) {
    if (!(error instanceof library.XmlError)) throw error;
    throw new XmlSignatureError('The document has no canonical form', { cause: error });
  } finally {
    document.dispose();
  }
}

function parse({ XmlDocument, XmlError, ParseOption }: Library, text: string): Libxml2.XmlDocument {
  try {
    return XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET });
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new XmlSignatureError('The document is not well-formed', { cause: error });
  }
}

function checked(library: Library, root: Element, key: KeyObject): string {
  const signature = only(library, root, '//ds:Signature');
  if (!signature.parent?.isSameNode(root)) throw new XmlSignatureError('The signature is no child of the root');
  const info = only(library, signature, 'ds:SignedInfo');
  checkSignature(library, info, only(library, signature, 'ds:SignatureValue').content, key);
  const reference = only(library, info, 'ds:Reference');
  const id = root.attr('ID')?.value;
  if (!id || reference.attr('URI')?.value !== `#${id}`) {
    throw new XmlSignatureError('The signature is not one of the root');
  }
  const [enveloped, canonical, ...further] = elements(library, reference, 'ds:Transforms/ds:Transform');
  if (!enveloped || !canonical || further.length > 0) throw new XmlSignatureError('Other transforms are wanted');
  if (algorithmOf(enveloped) !== enveloping) throw new XmlSignatureError('The signature is not enveloped');
  const form = canonicalForm(library, canonical);
  const hash = digestHashes.get(algorithmOf(only(library, reference, 'ds:DigestMethod')));
  if (!hash) throw new XmlSignatureError('The digest is not supported');
  const digest = Buffer.from(only(library, reference, 'ds:DigestValue').content, 'base64');
  signature.remove();
  const content = root.canonicalizeToString(form);
  if (!createHash(hash).update(content).digest().equals(digest)) throw new XmlSignatureError('The digest differs');
  return content;
}

function checkSignature(library: Library, info: Element, value: string, key: KeyObject): void {
  const form = canonicalForm(library, only(library, info, 'ds:CanonicalizationMethod'));
  const hash = signatureHashes.get(algorithmOf(only(library, info, 'ds:SignatureMethod')));
  if (!hash || key.asymmetricKeyType !== 'rsa') throw new XmlSignatureError('The algorithm is not supported');
  const signed = Buffer.from(info.canonicalizeToString(form));
  if (!verify(hash, signed, key, Buffer.from(value, 'base64'))) throw new XmlSignatureError('The signature is wrong');
}

/** Exclusive, without comments; namespaces that an `InclusiveNamespaces` names are kept. */
function canonicalForm(library: Library, method: Element): Libxml2.SubtreeC14NOptions {
  if (algorithmOf(method) !== exclusive) throw new XmlSignatureError('The canonical form is not supported');
  const [inclusive] = elements(library, method, 'ec:InclusiveNamespaces');
  const prefixes =
    inclusive
      ?.attr('PrefixList')
      ?.value.split(/\s+/)
      .filter((prefix) => prefix !== '') ?? [];
  return { mode: library.XmlC14NMode.XML_C14N_EXCLUSIVE_1_0, inclusiveNamespacePrefixes: prefixes };
}

function algorithmOf(element: Element): string {
  return element.attr('Algorithm')?.value ?? '';
}

function only(library: Library, from: Element, path: string): Element {
  const [found, ...further] = elements(library, from, path);
  if (!found || further.length > 0) throw new XmlSignatureError(`There is not one ${path}`);
  return found;
}

function elements({ XmlElement }: Library, from: Element, path: string): Element[] {
  return from.find(path, namespaces).filter((node) => node instanceof XmlElement);
}
