import { setupSchema } from '../apim/index.js';
import type { JsonSchema } from '../schema/index.js';

const text: JsonSchema = { type: 'string' };
const texts: JsonSchema = { type: 'array', items: text };
const textOrTexts: JsonSchema = { type: ['string', 'array'], items: text };
const json: JsonSchema = { $ref: '#/$defs/json' };
const bodyMatcher: JsonSchema = { $ref: '#/$defs/bodyMatcher' };

/** An object with these members only. */
function record(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** An object with members of any name. */
function mapOf(values: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties: values };
}

/** A text, or an object with exactly one of these members. */
function textOrOneOf(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: ['string', 'object'], properties, additionalProperties: false, minProperties: 1, maxProperties: 1 };
}

/**
 * Plain JSON in which an object with a member `$…` is a value matcher. The names are listed here so that an unknown
 * matcher is found before the case runs.
 */
const jsonWithMatchers: JsonSchema = {
  type: ['null', 'boolean', 'number', 'string', 'array', 'object'],
  items: json,
  properties: {
    $matches: { type: 'string' },
    $type: { enum: ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'] },
    $range: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
    $ref: text,
    $notRef: text,
  },
  patternProperties: { '^[^$]': json, '^\\$?$': json },
  additionalProperties: false,
  if: {
    type: 'object',
    anyOf: ['$matches', '$type', '$range', '$ref', '$notRef'].map((name) => ({ required: [name] })),
  },
  then: { maxProperties: 1 },
};

const request = record({
  method: text,
  path: { type: 'string', minLength: 1 },
  headers: mapOf(textOrTexts),
  body: textOrOneOf({
    form: mapOf(textOrTexts),
    json: {},
    base64: { $ref: '#/$defs/base64' },
    multipart: {
      type: 'array',
      items: record({ name: text, filename: text, type: text, content: text }, ['name', 'content']),
    },
  }),
  properties: mapOf(mapOf({ type: ['null', 'boolean', 'number', 'string'] })),
  transport: { enum: ['http', 'https'] },
  remoteAddress: text,
  clientCert: record({ subject: text, issuer: text }, ['subject', 'issuer']),
});

const server: JsonSchema = { enum: ['gateway', 'keymanager', 'identity', 'publisher', 'devportal'] };

const exchange = record(
  {
    request: record({
      method: text,
      url: json,
      headers: mapOf(json),
      absentHeaders: texts,
      body: bodyMatcher,
    }),
    response: record({
      status: { type: 'integer', minimum: 100, maximum: 599 },
      headers: mapOf(textOrTexts),
      body: textOrOneOf({ base64: { $ref: '#/$defs/base64' } }),
      delayMs: { type: 'number', minimum: 0 },
      error: { enum: ['refused', 'reset', 'timeout'] },
    }),
    optional: { type: 'boolean' },
  },
  ['response'],
);

const message = record({ headers: mapOf(json), absentHeaders: texts, body: bodyMatcher });

const response = record({ status: json, headers: mapOf(json), absentHeaders: texts, body: bodyMatcher });

const expectation = record({
  load: {
    type: ['string', 'object'],
    if: { type: 'string' },
    then: { const: 'ok' },
    properties: { error: text, warning: text },
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
  },
  outcome: { enum: ['continue', 'respond', 'drop', 'send', 'fault'] },
  message,
  response,
  properties: mapOf(mapOf(json)),
  fault: record({ code: { type: ['string', 'number', 'object'], $ref: '#/$defs/json' }, message: text }),
  log: texts,
});

const step = {
  server,
  request: { $ref: '#/$defs/request' },
  exchanges: { type: 'array', items: { $ref: '#/$defs/exchange' } },
  capture: mapOf({ type: 'string', pattern: '^(\\$[.[]|header:.|body$)' }),
  expect: { $ref: '#/$defs/expectation' },
} as const;

/** What a case may hold beside its steps. */
const caseWithSteps: JsonSchema = {
  properties: {
    request: false,
    exchanges: false,
    capture: false,
    expect: {
      properties: { outcome: false, message: false, response: false, properties: false, fault: false, log: false },
    },
  },
};

/** The JSON Schema of one case; a file holds a case or an array of cases. Every unknown name is an error. */
export const caseSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A case of a fixture',
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    source: text,
    checked: text,
    artifacts: texts,
    entry: {
      type: 'object',
      properties: { sequence: text, http: { const: true } },
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
    },
    clock: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d' },
    profile: { enum: ['1.x', '3.x', '4.x', 'is'] },
    setup: setupSchema,
    ...step,
    steps: {
      type: 'array',
      minItems: 1,
      items: record({ note: text, advance: { type: 'number', minimum: 0 }, ...step }),
    },
  },
  required: ['name', 'entry'],
  additionalProperties: false,
  if: { required: ['steps'] },
  then: caseWithSteps,
  $defs: {
    json: jsonWithMatchers,
    base64: { type: 'string', pattern: '^[A-Za-z0-9+/\\s]*={0,2}\\s*$' },
    bodyMatcher: textOrOneOf({
      json,
      jsonSubset: json,
      xml: text,
      text,
      form: mapOf(json),
      matches: text,
      contains: textOrTexts,
      absent: textOrTexts,
      empty: { const: true },
      base64: { $ref: '#/$defs/base64' },
      all: { type: 'array', items: bodyMatcher, minItems: 1 },
    }),
    request,
    exchange,
    expectation,
  },
};
