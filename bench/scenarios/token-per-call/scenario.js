/** The token flow of the seed documents: a POST, a call of the token endpoint, a call of the backend with the token. */
import { kept } from '../artifacts.js';
import { hand, koa, mediant } from '../contestants.js';
import { orderRequest } from '../token-request.js';

export default {
  name: 'token-per-call',
  title: 'a token for each call',
  contestants: [
    hand('token-per-call', { baseline: true }),
    mediant(kept(new URL('home/', import.meta.url))),
    koa('token-per-call'),
  ],
  requests: [orderRequest('/token-per-call')],
  answer: 'json',
  targets: { ratio: { atLeast: 0.9 }, memory: { atMost: 1.5 } },
  check: ({ tokens, requests }) =>
    tokens < requests ? `${tokens} tokens were fetched for ${requests} requests` : undefined,
};
