import {
  Fault,
  JsonData,
  type Message,
  runScript,
  type ScriptFailure,
  ScriptJson,
  type ScriptValue,
  stringifyJson,
  valueText,
  xmlToJsonText,
} from '../../engine/kit.js';
import { type MappingValue, readMappingCsv, readMappingXml } from './mapping-input.js';
import { type MappingSchema, scriptName } from './mapping-schema.js';
import { scriptLimits } from './script-limits.js';

/** Types of input and output. */
export type MappingType = 'XML' | 'JSON' | 'CSV';

/** Values that go in and out are JSON. */
const PRELUDE = `() => ({
  pack: (value) => (value === null ? null : { json: JSON.stringify(value) }),
  unpack: ({ json }) => JSON.parse(json),
})`;

const SCOPES: Readonly<Record<string, string>> = {
  DEFAULT: 'default',
  SYNAPSE: 'default',
  TRANSPORT: 'transport',
  AXIS2: 'axis2',
  AXIS2CLIENT: 'axis2-client',
  OPERATION: 'operation',
  FUNC: 'func',
};

/** One mapping of a message. */
export interface Mapping {
  readonly config: string;
  readonly input: MappingSchema;
  readonly output: MappingSchema;
  readonly inputType: MappingType;
}

/**
 * Runs a mapping of the classic form: the function `map_S_in_S_out` reads the global `input<root>`, or `mapFunction` gets
 * it. The result is JSON text.
 */
export function runClassic(message: Message, mapping: Mapping): string | Promise<string> {
  const { config, input, output, inputType } = mapping;
  const [from, to] = [scriptName(input.title ?? 'root'), scriptName(output.title ?? 'root')];
  const value = classicInput(message, input, inputType);
  const before = `var DM_PROPERTIES = ${JSON.stringify(propertiesOf(config, message))}; var input${from} = ${value};`;
  const named = `map_S_${from}_S_${to}`;
  const call = config.includes(named)
    ? { name: named, args: [] }
    : { name: 'mapFunction', args: [new ScriptJson(value)] };
  return settled(
    runScript({
      prelude: PRELUDE,
      host: () => undefined,
      sources: [
        { name: 'input', text: before },
        { name: 'mapping', text: config },
      ],
      call,
      limits: scriptLimits(message),
    }),
  );
}

/** Runs a mapping of the newer form: the script ends with a function of the input, as JSON text, and the variables. */
export function runModern(message: Message, { config }: Mapping): string | Promise<string> {
  const input = message.jsonText ?? xmlToJsonText(message.envelope, message.jsonXmlOptions);
  const variables: Record<string, unknown> = {};
  for (const [name, value] of message.variables) {
    variables[name] = value instanceof JsonData ? JSON.parse(stringifyJson(value.value)) : valueText(value);
  }
  return settled(
    runScript({
      prelude: PRELUDE,
      host: () => undefined,
      sources: [{ name: 'mapping', text: config }],
      call: { args: [input, new ScriptJson(JSON.stringify(variables))] },
      limits: scriptLimits(message),
    }),
  );
}

/** The fault for whatever goes wrong in a mapping. */
export function mappingFailed(cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const text = 'DataMapper mediator : mapping failed';
  const { message = String(cause), source, line } = cause as Partial<ScriptFailure>;
  const where = line === undefined ? '' : ` (${source}:${line})`;
  return new Fault(text, { detail: `${text}: ${message}${where}`, cause });
}

function settled(value: ScriptValue | Promise<ScriptValue>): string | Promise<string> {
  return value instanceof Promise ? value.then(jsonOf) : jsonOf(value);
}

function jsonOf(value: ScriptValue): string {
  if (value instanceof ScriptJson) return value.text;
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) throw new Error('The mapping gave nothing');
  return JSON.stringify(value);
}

function classicInput(message: Message, schema: MappingSchema, type: MappingType): string {
  if (type === 'JSON') return message.jsonFormText() ?? '{}';
  return JSON.stringify(type === 'CSV' ? csvInput(message, schema) : xmlInput(message, schema));
}

function csvInput(message: Message, schema: MappingSchema): MappingValue {
  return readMappingCsv(message.text ?? message.payload?.textContent ?? '', schema);
}

/** The element that the schema is about: the envelope when it says so. */
function xmlInput(message: Message, schema: MappingSchema): MappingValue {
  const local = (schema.title ?? '').replace(/^.*[:_]/, '');
  const root = local === 'Envelope' ? message.envelope : message.payload;
  if (!root) throw new Error('The body is empty');
  return readMappingXml(root, schema);
}

/** What the mapping reads as `DM_PROPERTIES.SCOPE['name']`; '' for what is not set. */
function propertiesOf(config: string, message: Message): Record<string, Record<string, string>> {
  const properties: Record<string, Record<string, string>> = {};
  for (const [, scope, name] of config.matchAll(/DM_PROPERTIES\.(\w+)\[['"]([^'"]+)['"]\]/g)) {
    const value = message.getProperty(SCOPES[scope!] ?? scope!.toLowerCase(), name!);
    properties[scope!] = { ...properties[scope!], [name!]: valueText(value) ?? '' };
  }
  return properties;
}
