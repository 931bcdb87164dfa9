export { detectJson, type JsonTextKind } from './detect-json.js';
export { findMember } from './find-member.js';
export { JsonOutline, type OutlineValue } from './json-outline.js';
export { JsonSyntaxError } from './json-syntax-error.js';
export { jsonToXml } from './json-to-xml.js';
export { type JsonArray, JsonData, JsonNumber, JsonObject, type JsonValue } from './json-value.js';
export {
  defaultJsonXmlOptions,
  type JsonXmlOptions,
  jsonXmlOptions,
  jsonXmlProperties,
  type TextPattern,
} from './json-xml-options.js';
export { fromJson, toJson } from './plain-json.js';
export { type JsonReadOptions, parseJson } from './read-json.js';
export { sameJson } from './same-json.js';
export { defaultJsonDepth } from './scan-json.js';
export { quoteJson, stringifyJson } from './write-json.js';
export { elementName, memberName } from './xml-names.js';
export { xmlToJson, xmlToJsonText } from './xml-to-json.js';
