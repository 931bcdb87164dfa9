/** A sequence of 50 cheap mediators without a backend: what it costs more than the same API without them. */
import { hand, mediant } from '../contestants.js';
import { mediatorCount, writeApi } from './fifty.js';

const body = 'a short body';
const post = (path) => ({ method: 'POST', path, headers: { 'Content-Type': 'text/plain' }, body, expected: body });
const fifty = [{ ...post('/mediators/fifty'), expectedHeaders: { 'x-label': 'label order' } }];
const none = [post('/mediators/none')];

export default {
  name: 'mediators',
  title: `${mediatorCount} cheap mediators (property, filter, switch, header) without a backend`,
  contestants: [
    mediant(writeApi, { name: 'mediant, none', baseline: true, requests: none }),
    mediant(writeApi),
    hand('mediators', { name: 'hand, none', requests: none, peer: true }),
    hand('mediators', { peer: true }),
  ],
  requests: fifty,
  answer: 'bytes',
  mediators: mediatorCount,
  targets: { perMediator: { atMost: 1 } },
};
