/** All that a mediator may see of the engine. */
export { artifactsOf, type BranchValues, defineMediator, type Load, runGuarded } from './compile/index.js';
export { errorCodes, Fault, type Place, type Report } from './errors/index.js';
export { type Expression, type TextTemplate } from './expressions/index.js';
export {
  attribute,
  booleanKind,
  branch,
  type Dynamic,
  dynamicKind,
  enumKind,
  expressionKind,
  integerKind,
  javaRegexKind,
  keyKind,
  many,
  mediatorList,
  nameKind,
  one,
  strictBooleanKind,
  templateContext,
  textKind,
} from './grammar/index.js';
export {
  convertValue,
  type FaultHandler,
  JavaNumber,
  JsonData,
  JsonObject,
  type JsonValue,
  type Message,
  type Value,
  valueText,
} from './message/index.js';
export { CONTINUE, mediate, type Outcome, type Run, STOP } from './run/index.js';
export { type ArtifactElement, serializeXml, XmlElement, type XmlNode } from './xml/index.js';
