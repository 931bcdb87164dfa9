export { isXmlAttribute, isXmlNode, type XmlContent, xmlElement } from './build.js';
export {
  XML_NAMESPACE,
  XMLNS_NAMESPACE,
  XmlAttribute,
  type XmlAttributes,
  XmlComment,
  type XmlDeclaration,
  XmlDocument,
  XmlElement,
  type XmlHeader,
  XmlInstruction,
  type XmlNode,
  type XmlParent,
  XmlText,
} from './nodes.js';
export { type ParseOptions, parseXml, XmlSyntaxError } from './parse.js';
export { escapeAttribute, escapeText, serializeXml } from './serialize.js';
