/** An API that only sends to a backend. The backend answers with what it got, so both directions carry the body. */
import { peers } from '../../peers/index.js';
import { kept } from '../artifacts.js';
import { hand, koa, mediant } from '../contestants.js';
import { letters } from '../texts.js';

const home = kept(new URL('home/', import.meta.url));

function passThrough(size, bytes, more = []) {
  const body = letters(bytes);
  return {
    name: `pass-through-${size}`,
    title: `pass-through, ${size.replace('k', ' KB')} in both directions`,
    contestants: [
      hand('pass-through', { baseline: true }),
      mediant(home),
      koa('pass-through'),
      ...peers('pass-through'),
      ...more,
    ],
    requests: [
      { method: 'POST', path: '/pass-through/orders', headers: { 'Content-Type': 'text/plain' }, body, expected: body },
    ],
    answer: 'bytes',
    targets: { ratio: { atLeast: 0.9 }, memory: { atMost: 1.5 } },
  };
}

export default [
  passThrough('0.2k', 200, [mediant(home, { name: 'mediant, request log', logLevel: 'info', peer: true })]),
  passThrough('100k', 100_000),
];
