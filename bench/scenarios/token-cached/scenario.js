/** The registry edition of the token flow: the token is kept for an hour. */
import { kept } from '../artifacts.js';
import { hand, koa, mediant } from '../contestants.js';
import { orderRequest } from '../token-request.js';

export default {
  name: 'token-cached',
  title: 'a token that is kept in the registry',
  contestants: [
    hand('token-cached', { baseline: true }),
    mediant(kept(new URL('home/', import.meta.url))),
    koa('token-cached'),
  ],
  requests: [orderRequest('/token-cached')],
  answer: 'json',
  targets: { ratio: { atLeast: 0.9 }, memory: { atMost: 1.5 } },
  check: ({ tokens }) => (tokens > 10 ? `${tokens} tokens were fetched; one per contestant is enough` : undefined),
};
