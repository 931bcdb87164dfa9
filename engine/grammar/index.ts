export {
  type AttributeOptions,
  attribute,
  booleanKind,
  enumKind,
  integerKind,
  keyKind,
  literalKind,
  nameKind,
  strictBooleanKind,
  textKind,
} from './attributes.js';
export { branch, branchShape, type ChildOptions, endpointShape, many, one } from './children.js';
export { dynamicKind, expressionKind, javaRegexKind, rawContext, textContext } from './expression-kinds.js';
export {
  completionData,
  type DescribedElement,
  referenceIndex,
  referencePage,
  schemaDocument,
} from './generate/index.js';
export { badValue, type Kind, type RawText, type ReadContext, type Reference } from './kind.js';
export { mediatorList, rawAttribute, readShape, SYNAPSE_NAMESPACE } from './read.js';
export type {
  AttributeSpec,
  Attributes,
  Body,
  Children,
  ChildSpec,
  MediatorList,
  NoNames,
  Shape,
  ShapeOf,
  ValuesOf,
} from './shape.js';
