import {
  artifactsOf,
  attribute,
  CONTINUE,
  compileJavaRegex,
  type DynamicText,
  defineMediator,
  dynamicKind,
  Fault,
  JsonData,
  JsonObject,
  type JsonValue,
  jsonXmlOptions,
  type Load,
  type Message,
  many,
  nameKind,
  parseJson,
  type TextPattern,
  type ValuesOf,
  xmlToJsonText,
} from '../engine/kit.js';
import { correctJson } from './shared/json-correction.js';

const propertyShape = {
  attributes: {
    name: attribute(nameKind, 'Setting of the conversion, by its full key in synapse.properties.', { required: true }),
    value: attribute(nameKind, 'Its value.', { required: true }),
  },
} as const;

export default defineMediator({
  element: 'jsontransform',
  summary: 'Turns the body into JSON with settings of its own, and corrects it after a schema.',
  attributes: {
    schema: attribute(dynamicKind, 'Local entry or registry resource with the schema.'),
  },
  children: {
    property: many(propertyShape, 'A setting of the conversion from XML, in place of the server-wide one.'),
  },
  contentAware: true,
  example: `<jsontransform>
  <property name="synapse.commons.json.output.autoPrimitive" value="false"/>
</jsontransform>`,
  check({ schema, property, place }, report) {
    if (schema || property.length > 0) return;
    report.add('grammar/missing-one-of', place, { names: 'schema, property' });
  },
  compile({ schema, property }, load) {
    const convert = property.length > 0 ? compileConversion(property, load) : undefined;
    const correct = schema && compileCorrection(schema);
    return (message) => {
      convert?.(message);
      correct?.(message);
      return CONTINUE;
    };
  },
});

/** The XML form of the body, also of a JSON body, becomes JSON with these settings. */
function compileConversion(
  properties: readonly ValuesOf<typeof propertyShape>[],
  load: Load,
): (message: Message) => void {
  const values = new Map(properties.map(({ name, value }) => [name.trim(), value]));
  const patterns = new Map<string, TextPattern>();
  const pattern = (text: string) => {
    const known = patterns.get(text) ?? textPattern(text, properties, load);
    patterns.set(text, known);
    return known;
  };
  // Patterns are checked at load; the server's settings come with the message.
  jsonXmlOptions((name) => values.get(name), pattern);
  return (message) => {
    const { payload } = message;
    if (!payload) {
      throw new Fault('Axisfault occured when updating the JSON stream after applying the properties: no payload');
    }
    const options = jsonXmlOptions((name) => values.get(name), pattern, message.jsonXmlOptions);
    message.setJson(xmlToJsonText(payload, options));
  };
}

function textPattern(text: string, properties: readonly ValuesOf<typeof propertyShape>[], load: Load): TextPattern {
  const element = properties.find(({ value }) => value === text)?.element;
  const at = element?.attribute('value');
  const place = (offset: number) => at?.placeAt(offset) ?? load.place;
  const regex = compileJavaRegex(text, { place, report: load.report });
  return {
    matches: (candidate) => regex?.matches(candidate) ?? false,
    lookingAt: (candidate) => regex?.exec(candidate)?.start === 0,
    replaceFirst: (candidate, replacement) => regex?.replaceFirst(candidate, replacement) ?? candidate,
  };
}

function compileCorrection(key: DynamicText): (message: Message) => void {
  let text: string | undefined;
  let schema: JsonObject | boolean = true;
  return (message) => {
    const found = schemaText(message, key.string(message) ?? '');
    const payload = message.jsonFormText();
    if (found === '' || payload === undefined || payload === '') {
      throw new Fault('Input json and schema should not be null');
    }
    if (found !== text) {
      schema = readSchema(found);
      text = found;
    }
    if (schema === false) throw new Fault('JSON schema is false, so all validations will fail');
    if (schema === true || schema.size === 0) message.setJson(payload);
    else message.setJson(new JsonData(correctJson(message.jsonForm() ?? null, schema)));
  };
}

function schemaText(message: Message, key: string): string {
  const entry = artifactsOf(message).entry(key);
  if (entry === undefined || entry === null) {
    throw new Fault(`Schema does not exist in the specified location : ${key}`);
  }
  if (typeof entry !== 'string') throw new Fault('Can not find valid JSON Schema content');
  return entry;
}

/** A schema is an object; of other values `true` alone lets everything pass. */
function readSchema(text: string): JsonObject | boolean {
  let schema: JsonValue;
  try {
    schema = parseJson(text, { lenient: true });
  } catch (thrown) {
    throw new Fault('Invalid JSON schema', { cause: thrown });
  }
  if (schema instanceof JsonObject) return schema;
  if (schema === null || Array.isArray(schema)) throw new Fault('JSON schema should be an object or boolean');
  return schema === true || (typeof schema === 'string' && schema.toLowerCase() === 'true');
}
