export { compileSchema, type JsonSchema, type SchemaCheck, SchemaError, type SchemaOptions } from './compile-schema.js';
export {
  compileDraft4,
  type Draft4Check,
  type Draft4Options,
  type Draft4Problem,
} from './draft4.js';
export type { FindsPattern } from './pattern.js';
export { pointerToken, type SchemaProblem } from './problem.js';
export { signedXml, XmlSignatureError } from './xml-signature.js';
export { type XsdCompiler, XsdError, type XsdProblem, type XsdSchema, xsdCompiler } from './xsd.js';
