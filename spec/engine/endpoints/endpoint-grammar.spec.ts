import assert from 'node:assert/strict';
import { endpointGrammar } from '../../../engine/endpoints/endpoint-grammar.js';
import { readEndpoint } from '../../../engine/endpoints/index.js';
import { Report } from '../../../engine/errors/index.js';
import type { Shape } from '../../../engine/grammar/index.js';
import { parseArtifact } from '../../../engine/xml/index.js';

/** An element with everything that its shape declares; what the values are does not matter. */
function fullElement(name: string, shape: Shape): string {
  const attributes = Object.keys(shape.attributes ?? {}).map((attribute) => ` ${attribute}="1"`);
  const children = Object.entries(shape.children ?? {}).map(([key, spec]) =>
    fullElement(spec.element ?? key, spec.shape),
  );
  return `<${name}${attributes.join('')}>${children.join('')}</${name}>`;
}

/** Names that the reader does not know in an element. */
function unknownNames(xml: string): string[] {
  const report = new Report();
  const root = parseArtifact(
    xml.replace('<endpoint', '<endpoint xmlns="http://ws.apache.org/ns/synapse"'),
    'e.xml',
    report,
  );
  readEndpoint(root!, { report, reference: () => {} });
  return report.findings.filter(({ code }) => code.startsWith('grammar/unknown')).map(({ message }) => message);
}

describe('the grammar of endpoints', () => {
  const { children } = endpointGrammar as Shape;
  const kinds = Object.entries(children ?? {}).filter(([name]) => !['property', 'parameter', 'session'].includes(name));
  for (const [name, { shape }] of kinds) {
    it(`${name}: the reader knows every declared name`, () => {
      const session = name === 'loadbalance' ? fullElement('session', children!.session.shape) : '';
      const property = fullElement('property', children!.property.shape);
      assert.deepEqual(
        unknownNames(`<endpoint name="e">${fullElement(name, shape)}${session}${property}</endpoint>`),
        [],
      );
    });

    it(`${name}: a name that is not declared is not known to the reader`, () => {
      const [found] = unknownNames(`<endpoint name="e"><${name} undeclared="1"/></endpoint>`);
      assert.match(found, /undeclared/);
    });
  }
});
