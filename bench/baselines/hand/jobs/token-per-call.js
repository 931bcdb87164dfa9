/** Fetches a token for each request, and sends the request with it to the backend. */
import { backend } from '../backends.js';
import { collect } from '../bodies.js';
import { handedOn } from '../headers.js';
import { Relay } from '../relay.js';
import { fetchToken } from '../token-call.js';

export function handle(request, response) {
  collect(request, (body) => {
    fetchToken(
      (token) => {
        const headers = handedOn(request.rawHeaders);
        headers.push('authorization', `Bearer ${token}`);
        backend.dispatch({ method: request.method, path: '/protected', headers, body }, new Relay(response));
      },
      () => response.writeHead(502).end(),
    );
  });
}
