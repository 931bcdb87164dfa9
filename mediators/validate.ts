import {
  attribute,
  booleanKind,
  CONTINUE,
  defineMediator,
  dynamicKind,
  enumKind,
  expressionKind,
  many,
  nameKind,
  one,
} from '../engine/kit.js';
import { compileJsonCheck } from './shared/validate-json.js';
import { compileXmlCheck } from './shared/validate-xml.js';

/** Where the features of the reference's XML parser have their names from; any other is refused there at load. */
const FEATURE_FAMILIES = [
  'http://apache.org/xml/features/',
  'http://xml.org/sax/features/',
  'http://javax.xml.XMLConstants/feature/',
];

export default defineMediator({
  element: 'validate',
  summary:
    'Checks the body, or a part of it, against XML Schemas or a JSON Schema; runs `on-fail` when it is not valid.',
  attributes: {
    source: attribute(expressionKind(), 'What is checked instead of the body.'),
    'cache-schema': attribute(booleanKind, '`false` reads the schemas anew for every message.', { default: true }),
    'json-source': attribute(booleanKind, 'Takes the JSON way for a body that is not JSON, too.', { default: false }),
  },
  children: {
    schema: many(
      {
        attributes: {
          key: attribute(dynamicKind, 'Local entry or registry resource with the schema.', { required: true }),
        },
      },
      'A schema. XML Schemas are combined; of JSON Schemas the last one counts.',
    ),
    feature: many(
      {
        attributes: {
          name: attribute(nameKind, 'Feature of the Java XML parser.', { required: true }),
          value: attribute(enumKind(['true', 'false']), 'On or off; nothing depends on it here.', { required: true }),
        },
      },
      "Switch of the reference's XML parser, without effect here.",
    ),
    resource: many(
      {
        attributes: {
          location: attribute(nameKind, 'The schemaLocation in a schema.', { required: true }),
          key: attribute(nameKind, 'Local entry or registry resource with the document.', { required: true }),
        },
      },
      'Where an imported or included schema document is found.',
    ),
    'on-fail': one({ body: 'mediators' }, 'Runs when the check fails; the flow goes on behind it.', { required: true }),
    property: many({ body: 'content' }, 'Older form of feature; without effect.'),
  },
  contentAware: true,
  example: `<validate>
  <schema key="orderSchema"/>
  <on-fail><property name="HTTP_SC" value="400" scope="axis2"/><respond/></on-fail>
</validate>`,
  check({ schema, feature, 'on-fail': onFail, place }, report) {
    if (schema.length === 0) report.add('grammar/missing-element', place, { name: 'schema' });
    if (onFail.body.elements.length === 0) {
      report.add('mediator/invalid', onFail.place, { reason: 'A non-empty <on-fail> child element is required.' });
    }
    for (const { name, element } of feature) {
      if (FEATURE_FAMILIES.some((family) => name.startsWith(family))) continue;
      report.add('mediator/invalid', element.attribute('name')!.place, {
        reason: `Feature '${name}' is not recognized.`,
      });
    }
  },
  compile(values, load) {
    const { source, schema, resource, 'json-source': always, 'cache-schema': cached, 'on-fail': onFail } = values;
    const keys = schema.map(({ key }) => key);
    for (const { element, key } of resource) {
      load.reference({ target: 'entry', key, place: element.attribute('key')!.place });
    }
    for (const { element, key } of schema) {
      if (key.text !== undefined) {
        load.reference({ target: 'entry', key: key.text, place: element.attribute('key')!.place });
      }
    }
    const checkJson = compileJsonCheck({ source, keys, cached });
    const checkXml = compileXmlCheck({ source, keys, cached, resources: resource });
    const failed = load.list(onFail.body);
    return (message) => {
      const isJson = always || (message.heldJson !== undefined && message.heldJson.kind !== 'empty');
      const valid = isJson ? checkJson(message) : checkXml(message);
      if (typeof valid === 'boolean') return valid ? CONTINUE : failed(message);
      return valid.then((result) => (result ? CONTINUE : failed(message)));
    };
  },
});
