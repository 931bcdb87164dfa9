export { boundedPattern } from './bounded-pattern.js';
export {
  type DeployTimeParameter,
  type DeployTimeSource,
  injectDeployTime,
  readDeployTimeParameter,
} from './deploy-time.js';
export { compileDynamic, type DynamicText } from './dynamic.js';
export type { Expression, ExpressionContext, ExpressionLanguage } from './expression.js';
export {
  DocumentModel,
  FreeMarkerTemplate,
  FtlFailure,
  FtlHash,
  FtlStop,
  type FtlSurroundings,
  FtlSyntaxError,
  type FtlValue,
  jsonModel,
} from './freemarker/index.js';
export { type AllowedLanguages, type CompiledExpression, compileExpression } from './front.js';
export { compileJavaDate, DatePatternError, type DatePrinter, formatJavaDate } from './java-date.js';
export { compileJavaRegex, dynamicJavaRegex, type JavaMatch, type JavaRegex } from './java-regex/index.js';
export {
  addAtPath,
  compileJsonPath,
  copyJson,
  deleteAtPath,
  type JsonMatch,
  JsonPath,
  JsonPathExpression,
  JsonPathFailure,
  type JsonPathFailureKind,
  PathSyntaxError,
  type PropertySource,
  parseJsonPath,
  putAtPath,
  renameAtPath,
  resultText as jsonPathResultText,
  setAtPath,
} from './jsonpath/index.js';
export { compileSynapse, SynapseExpression } from './synapse/index.js';
export { compileTextTemplate, type TemplatePart, type TextTemplate } from './template.js';
export { compileUriTemplate, type UriTemplate } from './uri-template/index.js';
export {
  compileXPath,
  DeferredXPath,
  resultText as xpathResultText,
  type SecretStore,
  type TreeNode,
  XPathExpression,
  type XPathItem,
  type XPathNode,
  type XPathValue,
} from './xpath/index.js';
