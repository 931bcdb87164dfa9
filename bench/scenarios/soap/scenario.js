/** A SOAP body of 10 KB: a filter on an XPath, a header set from one, then the call of the backend. */
import { kept } from '../artifacts.js';
import { hand, koa, mediant } from '../contestants.js';
import { orderSoap } from '../texts.js';

const body = orderSoap(10_000);

export default {
  name: 'soap-10k',
  title: 'XML, filter and header by XPath on a SOAP body of 10 KB',
  contestants: [hand('soap', { baseline: true }), mediant(kept(new URL('home/', import.meta.url))), koa('soap')],
  requests: [
    {
      method: 'POST',
      path: '/soap/orders',
      headers: { 'Content-Type': 'text/xml; charset=UTF-8', SOAPAction: '"urn:bench:submit"' },
      body,
      expected: body,
    },
  ],
  answer: 'xml',
  targets: { ratio: { atLeast: 0.6 }, memory: { atMost: 1.5 } },
};
