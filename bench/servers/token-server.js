/**
 * A token endpoint (RFC 6749, client credentials): `node token-server.js PORT`. POST /token with the bench's client as
 * Basic credentials; anything else is refused. /stats says how many tokens were issued, as JSON: {"requests": n, "refused": n}.
 */
import { serve } from './http-server.js';

const credentials = `Basic ${Buffer.from('bench-client:bench-secret').toString('base64')}`;
const seen = { requests: 0, refused: 0 };

serve(Number(process.argv[2]), ({ path, header, body }) => {
  if (path === '/stats') return json(200, seen);
  seen.requests++;
  const wrong =
    header('authorization') !== credentials
      ? 'invalid_client'
      : body.latin1Slice() !== 'grant_type=client_credentials'
        ? 'unsupported_grant_type'
        : !header('content-type')?.startsWith('application/x-www-form-urlencoded')
          ? 'invalid_request'
          : undefined;
  if (wrong) {
    seen.refused++;
    return json(400, { error: wrong });
  }
  return json(200, { access_token: `bench-token-${seen.requests}`, token_type: 'Bearer', expires_in: 3600 });
});

function json(status, value) {
  return { status, type: 'application/json', body: Buffer.from(JSON.stringify(value)) };
}
