import {
  artifactsOf,
  attribute,
  CONTINUE,
  type DynamicText,
  defineMediator,
  dynamicKind,
  enumKind,
  Fault,
  JsonData,
  jsonToXml,
  type Message,
  nameKind,
  type Outcome,
  parseJson,
  serializeXml,
  valueText,
  XmlElement,
} from '../engine/kit.js';
import { writeMappingCsv, writeMappingXml } from './shared/mapping-output.js';
import { type Mapping, type MappingType, mappingFailed, runClassic, runModern } from './shared/mapping-run.js';
import { type MappingSchema, readMappingSchema } from './shared/mapping-schema.js';

const TYPES = ['XML', 'JSON', 'CSV'] as const;

export default defineMediator({
  element: 'datamapper',
  summary: 'Maps the body to another form with a mapping in JavaScript.',
  attributes: {
    config: attribute(dynamicKind, 'Local entry or registry resource with the mapping.', { required: true }),
    inputSchema: attribute(dynamicKind, 'Local entry or registry resource with the schema of the input.', {
      required: true,
    }),
    outputSchema: attribute(dynamicKind, 'Local entry or registry resource with the schema of the output.', {
      required: true,
    }),
    inputType: attribute(enumKind(TYPES), 'Type of the input; default: what its schema says.'),
    outputType: attribute(enumKind(TYPES), 'Type of the output; default: what its schema says.'),
    xsltStyleSheet: attribute(nameKind, 'Stylesheet that does the same.', { ignored: 'the mapping itself is run' }),
    target: attribute(
      enumKind(['body', 'variable']),
      'Where the result goes; makes the mapping one of the newer form.',
    ),
    variable: attribute(nameKind, 'Variable for the result of the newer form.'),
  },
  contentAware: true,
  example: `<datamapper config="map" inputSchema="order-schema" outputSchema="invoice-schema" inputType="JSON" outputType="JSON"/>`,
  check({ target, variable, element }, report) {
    if (target !== 'variable' || variable) return;
    const reason = 'target="variable" needs the attribute variable.';
    report.add('mediator/invalid', element.attribute('target')!.place, { reason });
  },
  compile({ config, inputSchema, outputSchema, inputType, outputType, target, variable, element }, load) {
    for (const [name, key] of Object.entries({ config, inputSchema, outputSchema })) {
      const { place } = element.attribute(name)!;
      if (key.kind === 'static') load.reference({ target: 'entry', key: key.source, place });
    }
    const modern = target !== undefined || variable !== undefined;
    return (message) => {
      const input = schemaUnder(inputSchema, 'input schema', message);
      const output = schemaUnder(outputSchema, 'output schema', message);
      const mapping: Mapping = {
        config: textUnder(config, 'mapping configuration', message),
        input,
        output,
        inputType: typeOf(inputType, input.inputType, 'input'),
      };
      const type = typeOf(outputType, output.outputType, 'output');
      const finish = (json: string): Outcome => {
        if (target === 'variable' || (modern && variable))
          message.variables.set(variable!, new JsonData(parseJson(json)));
        else put(json, type, modern ? undefined : output, message);
        return CONTINUE;
      };
      return guarded(() => {
        const json = modern ? runModern(message, mapping) : runClassic(message, mapping);
        return typeof json === 'string' ? finish(json) : json.then(finish);
      });
    };
  },
});

/** Whatever goes wrong is one fault. */
function guarded(run: () => Outcome | Promise<Outcome>): Outcome | Promise<Outcome> {
  const fail = (thrown: unknown): never => {
    throw mappingFailed(thrown);
  };
  try {
    const outcome = run();
    return typeof outcome === 'boolean' ? outcome : outcome.catch(fail);
  } catch (thrown) {
    return fail(thrown);
  }
}

function textUnder(key: DynamicText, what: string, message: Message): string {
  const entry = artifactsOf(message).entry(key.string(message) ?? '');
  if (entry === undefined || entry === null) throw new Fault(`DataMapper mediator : ${what} is null`);
  return entry instanceof XmlElement ? entry.textContent : (valueText(entry) ?? '');
}

function schemaUnder(key: DynamicText, what: string, message: Message): MappingSchema {
  const schema = readMappingSchema(textUnder(key, what, message));
  if (!schema) throw new Fault(`DataMapper mediator : the ${what} is no JSON object`);
  return schema;
}

function typeOf(given: MappingType | undefined, schema: string | undefined, side: string): MappingType {
  const type = given ?? TYPES.find((known) => known === schema?.toUpperCase());
  if (!type) throw new Fault(`DataMapper mediator : the ${side} type is not given`);
  return type;
}

/** @param schema of the classic form; without it XML is made from JSON by the rules of messages */
function put(json: string, type: MappingType, schema: MappingSchema | undefined, message: Message): void {
  switch (type) {
    case 'JSON':
      message.setJson(json);
      message.setProperty('axis2', 'messageType', 'application/json');
      return;
    case 'XML':
      message.setXml(schema ? writeMappingXml(json, schema) : fromJsonText(json));
      message.setProperty('axis2', 'messageType', 'application/xml');
      return;
    case 'CSV':
      message.setText(writeMappingCsv(json));
      message.setProperty('axis2', 'messageType', 'text/xml');
      return;
  }
}

/** The first element of the XML form. */
function fromJsonText(json: string): XmlElement {
  const first = jsonToXml(parseJson(json)).firstElement();
  if (!first) throw new Error(`The result has no element: ${serializeXml(jsonToXml(parseJson(json)))}`);
  first.remove();
  return first;
}
