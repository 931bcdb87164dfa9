/** The namespace of the prefix `xml`. */
export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
/** The namespace of the prefix `xmlns`. */
export const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** `xmlns:prefix="uri"`; the prefix of a default declaration is ''. Never changed, so elements share them. */
export interface XmlDeclaration {
  readonly prefix: string;
  readonly uri: string;
}
