export { JsonSyntaxError } from './json-syntax-error.js';
export { type JsonArray, JsonData, JsonNumber, JsonObject, type JsonValue } from './json-value.js';
