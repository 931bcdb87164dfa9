export { compileSchema, type JsonSchema, type SchemaCheck, SchemaError, type SchemaOptions } from './compile-schema.js';
export { pointerToken, type SchemaProblem } from './problem.js';
