/** All that a mediator may see of the engine. */
export {
  type AnyMediator,
  artifactsOf,
  type BranchValues,
  defineMediator,
  type Load,
  runGuarded,
  runOutFlow,
  type SequenceTemplate,
  withOnError,
} from './compile/index.js';
export { type Endpoint, toAddress } from './endpoints/index.js';
export { errorCodes, Fault, nearestName, type Place, Report } from './errors/index.js';
export {
  compileDynamic,
  compileExpression,
  compileJavaRegex,
  compileTextTemplate,
  type DynamicText,
  dynamicJavaRegex,
  type Expression,
  type JavaRegex,
} from './expressions/index.js';
export {
  attribute,
  booleanKind,
  branch,
  dynamicKind,
  endpointShape,
  enumKind,
  expressionKind,
  integerKind,
  javaRegexKind,
  keyKind,
  literalKind,
  many,
  mediatorList,
  nameKind,
  one,
  rawContext,
  type Shape,
  strictBooleanKind,
  textContext,
  textKind,
  type ValuesOf,
} from './grammar/index.js';
export {
  convertValue,
  detectJson,
  type FaultHandler,
  JavaNumber,
  JsonData,
  JsonNumber,
  JsonObject,
  type JsonValue,
  jsonToXml,
  type Message,
  type MessageContent,
  parseJson,
  stringifyJson,
  type Value,
  valueText,
  xmlToJsonText,
} from './message/index.js';
export { CONTINUE, continueFlow, mediate, type Outcome, type Run, STOP } from './run/index.js';
export { type ArtifactElement, parseXml, serializeXml, XmlElement, type XmlNode, XmlText } from './xml/index.js';
