export type { ArtifactAside, ArtifactAttribute, ArtifactElement, ArtifactNode, ArtifactText } from './artifact.js';
export { isXmlAttribute, isXmlNode, type XmlContent, xmlElement } from './build.js';
export { sameXml, type XmlComparison } from './compare.js';
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
export { normalXmlLines } from './normal-lines.js';
export { readXmlObject, writeXmlObject, type XmlObject, type XmlObjectValue } from './object-xml.js';
export { type ParseOptions, parseXml, XmlSyntaxError } from './parse.js';
export { parseArtifact, type XmlLimits } from './parse-artifact.js';
export { escapeAttribute, escapeText, serializeXml } from './serialize.js';
