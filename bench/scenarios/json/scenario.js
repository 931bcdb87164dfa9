/** Three values are read out of a JSON body, and a new body of about the same size is made of them. */
import { kept } from '../artifacts.js';
import { hand, koa, mediant } from '../contestants.js';
import { orderJson } from '../texts.js';

const home = kept(new URL('home/', import.meta.url));

function json(size, bytes) {
  const { order } = orderJson(bytes);
  const expected = {
    channel: 'gateway',
    reference: order.id,
    buyer: { name: order.customer.name },
    positions: order.items,
  };
  return {
    name: `json-${size}`,
    title: `JSON, three values into a new body, ${size.replace('k', ' KB')}`,
    contestants: [hand('json', { baseline: true }), mediant(home), koa('json')],
    requests: [
      {
        method: 'POST',
        path: '/json/orders',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ order }),
        expected: JSON.stringify(expected),
      },
    ],
    answer: 'json',
    targets: { ratio: { atLeast: 0.7 }, memory: { atMost: 1.5 } },
  };
}

export default [json('1k', 1_000), json('10k', 10_000)];
