/** The comparisons: our way and the other way to the same result. Targets are those of the issue on expressions. */
import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import xpath from 'xpath';
import { orderJson, orderSoap } from '../scenarios/texts.js';

/**
 * @typedef {object} Comparison
 * @property {string} what
 * @property {'times as long' | 'times faster'} relation what the ratio says of our way
 * @property {{atLeast?: number, atMost?: number}} target
 * @property {(engine: Awaited<ReturnType<import('./engine.js').loadEngine>>) => Prepared | Promise<Prepared>} prepare
 *
 * @typedef {{ours: () => unknown, theirs: () => unknown, sameResult?: boolean}} Prepared
 */

const soap = orderSoap(1_600);
const namespaces = { soapenv: 'http://schemas.xmlsoap.org/soap/envelope/', ord: 'urn:bench:orders' };
/** From the envelope, where the engine's paths begin. */
const childPath = 'soapenv:Body/ord:submit/ord:order/ord:customer/ord:name';
const deepPath = "//ord:item[@sku='SKU-1003']/ord:title";

/** @type {Comparison[]} */
export const comparisons = [
  {
    what: "fn:concat('Bearer ', get-property('x')) beside a closure",
    relation: 'times as long',
    target: { atMost: 3 },
    prepare({ compile, receive }) {
      const message = receive('text/plain', '');
      message.setProperty('default', 'x', 'eyJhbGciOiJSUzI1NiJ9');
      const expression = compile("fn:concat('Bearer ', get-property('x'))");
      const closure = ({ properties }) => {
        const value = properties.get('x');
        return value === undefined || value === null ? 'Bearer ' : `Bearer ${value}`;
      };
      return { ours: () => expression.string(message), theirs: () => closure(message) };
    },
  },
  {
    what: 'json-eval($.a.b) on a parsed body beside property access',
    relation: 'times as long',
    target: { atMost: 3 },
    async prepare({ compile, receive }) {
      const text = JSON.stringify({ id: 7, a: { kind: 'order', b: 'PO-2024-000417' }, tags: ['x', 'y'] });
      const message = receive('application/json', text);
      await message.build();
      const expression = compile('json-eval($.a.b)');
      const parsed = JSON.parse(text);
      const access = (body) => {
        const a = body?.a;
        const b = a === null || a === undefined ? undefined : a.b;
        return b === null || b === undefined ? '' : String(b);
      };
      return { ours: () => expression.string(message), theirs: () => access(parsed) };
    },
  },
  {
    what: 'json-eval($.order.customer.name) on a fresh 10 KB body beside JSON.parse',
    relation: 'times as long',
    target: { atMost: 1.3 },
    async prepare({ compile, receive }) {
      const text = JSON.stringify(orderJson(10_000));
      const message = receive('application/json', text);
      await message.build();
      const expression = compile('json-eval($.order.customer.name)');
      return {
        ours: () => {
          message.setJson(text);
          return expression.string(message);
        },
        theirs: () => JSON.parse(text).order.customer.name,
      };
    },
  },
  pathComparison('a child path on a SOAP body of 1.6 KB', childPath),
  pathComparison('a // path with predicate on a SOAP body of 1.6 KB', deepPath),
  {
    what: 'XML view of a SOAP body of 1.6 KB beside DOMParser',
    relation: 'times faster',
    target: { atLeast: 4 },
    prepare: ({ parseXml }) => ({
      ours: () => parseXml(soap),
      theirs: () => new DOMParser().parseFromString(soap, 'text/xml'),
      sameResult: false,
    }),
  },
  {
    what: 'serialising it beside XMLSerializer',
    relation: 'times as long',
    target: { atMost: 1 },
    prepare({ parseXml, serializeXml }) {
      const own = parseXml(soap);
      const other = new DOMParser().parseFromString(soap, 'text/xml');
      const serializer = new XMLSerializer();
      return { ours: () => serializeXml(own), theirs: () => serializer.serializeToString(other) };
    },
  },
];

/** The library gets a parsed expression and a document; its parsing is not counted. */
function pathComparison(what, path) {
  return {
    what: `${what} beside the xpath library`,
    relation: 'times faster',
    target: { atLeast: 5 },
    async prepare({ compile, receive }) {
      const message = receive('text/xml', soap, { SOAPAction: '"urn:bench:submit"' });
      await message.build();
      // The view is built with the first look.
      void message.envelope;
      const expression = compile(path, namespaces);
      const node = new DOMParser().parseFromString(soap, 'text/xml').documentElement;
      const other = xpath.parse(path);
      return {
        ours: () => expression.string(message),
        theirs: () => other.evaluateString({ node, namespaces }),
      };
    },
  };
}
