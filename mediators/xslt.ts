import {
  attribute,
  booleanKind,
  CONTINUE,
  type DynamicText,
  defineMediator,
  dynamicKind,
  type Expression,
  enumKind,
  expressionKind,
  Fault,
  keyKind,
  type Message,
  many,
  nameKind,
  type Outcome,
  type Run,
  serializeXml,
  type TransformResult,
  textKind,
  XmlElement,
} from '../engine/kit.js';
import { resultElement, runSheet, sheetText } from './shared/stylesheet.js';

/** What the default source is called in faults. */
const FIRST_ELEMENT = 's11:Body/child::*[position()=1] | s12:Body/child::*[position()=1]';
const JAVA_ONLY = 'it is for the Java processor of the reference engine';
/** Features that the processors of the reference engine take; any other makes the artifact fail there. */
const FEATURES = [
  'http://ws.apache.org/ns/synapse/transform/feature/',
  'http://javax.xml.XMLConstants/feature/secure-processing',
  'http://saxon.sf.net/feature/',
];

export default defineMediator({
  element: 'xslt',
  summary: 'Transforms the body, or a part of it, with an XSLT stylesheet.',
  attributes: {
    key: attribute(dynamicKind, 'Local entry or registry resource with the stylesheet.', { required: true }),
    source: attribute(expressionKind({ xpath: true }), 'What is transformed; default: the first element of the body.'),
    target: attribute(nameKind, 'Property of the default scope that takes the result, instead of the body.'),
    useCache: attribute(booleanKind, 'Whether stylesheets are kept.', {
      default: true,
      ignored: 'compiled stylesheets are kept by their content',
    }),
  },
  children: {
    property: many(
      {
        attributes: {
          name: attribute(nameKind, 'Name of the parameter.', { required: true }),
          value: attribute(nameKind, 'Literal value.'),
          expression: attribute(expressionKind(), 'Expression that gives the value.'),
        },
        firstOf: [['value'], ['expression']],
      },
      'A parameter of the stylesheet: a string.',
    ),
    feature: many(
      {
        attributes: {
          name: attribute(nameKind, 'Name of the feature.', { required: true }),
          value: attribute(enumKind(['true', 'false']), 'Whether it is on.', { required: true, ignored: JAVA_ONLY }),
        },
      },
      'A feature of the processor.',
    ),
    attribute: many(
      {
        attributes: {
          name: attribute(nameKind, 'Name of the attribute.', { required: true }),
          value: attribute(textKind, 'Its value.', { required: true, ignored: JAVA_ONLY }),
        },
      },
      'An attribute of the processor.',
    ),
    resource: many(
      {
        attributes: {
          location: attribute(nameKind, 'What import, include and document() call it.', { required: true }),
          key: attribute(keyKind('entry'), 'Local entry or registry resource.', { required: true }),
        },
      },
      'What the stylesheet may import and read; there is nothing else.',
    ),
  },
  contentAware: true,
  check({ feature }, report) {
    for (const { name, element } of feature) {
      if (FEATURES.some((known) => name.startsWith(known))) continue;
      const reason = `Cannot set the feature '${name}' on this TransformerFactory.`;
      report.add('mediator/invalid', element.attribute('name')!.place, { reason });
    }
  },
  example: `<xslt key="order-to-invoice"><property name="currency" value="EUR"/></xslt>`,
  compile({ key, source, target, property, resource, element }, load) {
    if (key.kind === 'static') {
      load.reference({ target: 'entry', key: key.source, place: element.attribute('key')!.place });
    }
    return transformation({ key, source, target, parameters: property, resources: resource });
  },
});

interface Parameter {
  readonly name: string;
  readonly value?: string | undefined;
  readonly expression?: Expression | undefined;
}

interface Transformation {
  readonly key: DynamicText;
  readonly source: Expression | undefined;
  readonly target: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly resources: readonly { readonly location: string; readonly key: string }[];
}

function transformation(plan: Transformation): Run {
  return (message) => {
    const key = plan.key.string(message) ?? '';
    const fail = (thrown: unknown): never => {
      const parsing = thrown instanceof Fault && thrown.parsing !== undefined ? 'wrapped' : undefined;
      const path = plan.source?.source ?? FIRST_ELEMENT;
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      const text = `Unable to perform XSLT transformation using : ${key} against source XPath : ${path} reason : ${reason}`;
      throw new Fault(text, { cause: thrown, parsing });
    };
    try {
      const selected = select(plan.source, message);
      if (!selected) {
        message.log('warn', 'The body is empty: there is nothing to transform');
        return CONTINUE;
      }
      return transform(plan, key, selected, message).catch(fail);
    } catch (thrown) {
      return fail(thrown);
    }
  };
}

/** The element to be transformed; undefined for an empty body. Throws Error when the path leads to none. */
function select(source: Expression | undefined, message: Message): XmlElement | undefined {
  if (!source) return message.payload;
  const [first] = source.nodes(message);
  if (first instanceof XmlElement) return first;
  throw new Error(`The evaluation of the XPath expression ${source.source} did not result in an element`);
}

async function transform(
  { target, parameters, resources }: Transformation,
  key: string,
  selected: XmlElement,
  message: Message,
): Promise<Outcome> {
  const result = await runSheet(message, {
    stylesheet: sheetText(message, key),
    source: serializeXml(selected),
    parameters: parameters.flatMap(({ name, value, expression }) => {
      const text = value ?? expression?.string(message) ?? null;
      return text === null ? [] : [[name, text] as const];
    }),
    resources: resources.map((each) => [each.location, sheetText(message, each.key)] as const),
  });
  if (target === undefined) replace(selected, resultElement(result, message), message);
  else message.setProperty('default', target, targetValue(result, message));
  return CONTINUE;
}

function targetValue(result: TransformResult, message: Message): string | XmlElement {
  const asText = message.properties.get('transform.xslt.result.disableBuild') === 'true';
  return asText ? result.text : resultElement(result, message);
}

/** Puts the result where its source was; of Body and Header only the content is replaced. */
function replace(selected: XmlElement, result: XmlElement, message: Message): void {
  const { envelope, soapBody, soapHeader } = message;
  if (selected === message.payload) message.setXml(result);
  else if (selected === envelope) message.replaceEnvelope(result);
  else {
    if (selected === soapBody || selected === soapHeader) {
      selected.clear();
      for (const child of result.childNodes) selected.append(child);
    } else selected.replaceWith(result);
    message.adoptXmlView();
  }
}
