export { JsonSyntaxError } from './json-syntax-error.js';
export { type JsonArray, JsonData, JsonNumber, JsonObject, type JsonValue } from './json-value.js';
export { defaultJsonDepth, type JsonReadOptions, parseJson } from './read-json.js';
export { quoteJson, stringifyJson } from './write-json.js';
