/** 1,000 APIs with five resources each, requests spread over all, against one such API. No backend. */
import { hand, mediant } from '../contestants.js';
import { apiCount, requestsFor, writeApis } from './apis.js';

const many = requestsFor(apiCount);

export default {
  name: 'routing',
  title: 'routing, 1,000 APIs with 5 resources each against 1 API',
  contestants: [
    mediant(writeApis(1), { name: 'mediant, 1 API', baseline: true, requests: requestsFor(1) }),
    mediant(writeApis(apiCount), { name: 'mediant' }),
    hand('routing', { peer: true }),
  ],
  requests: many,
  answer: 'bytes',
  targets: { ratio: { atLeast: 0.95 } },
};
