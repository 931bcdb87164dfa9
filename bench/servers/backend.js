/**
 * The backend of all scenarios: `node backend.js PORT`. It answers with the body that it received, so that an answer
 * proves both directions. Paths that ask for more than a body:
 *   /protected/...  wants a bearer token as the token server issues them, otherwise 401
 *   /marked/...     wants the header `X-Customer-Tier: gold`, otherwise 400
 *   /stats          what it has seen so far, as JSON: {"requests": n, "refused": n}
 */
import { serve } from './http-server.js';

const seen = { requests: 0, refused: 0 };

serve(Number(process.argv[2]), ({ path, header, body }) => {
  if (path === '/stats') return { status: 200, type: 'application/json', body: Buffer.from(JSON.stringify(seen)) };
  seen.requests++;
  if (path.startsWith('/protected') && !/^Bearer bench-token-\d+$/.test(header('authorization') ?? '')) {
    return refuse(401, 'no token');
  }
  if (path.startsWith('/marked') && header('x-customer-tier') !== 'gold') return refuse(400, 'not marked');
  return { status: 200, type: header('content-type') ?? 'text/plain', body };
});

function refuse(status, reason) {
  seen.refused++;
  return { status, type: 'text/plain', body: Buffer.from(reason) };
}
