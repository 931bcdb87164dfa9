/** The same with a token that is kept for an hour. */
import { backend } from '../backends.js';
import { collect } from '../bodies.js';
import { handedOn } from '../headers.js';
import { Relay } from '../relay.js';
import { fetchToken } from '../token-call.js';

const lifetime = 3_600_000;
let kept = '';
let fetchedAt = 0;

export function handle(request, response) {
  collect(request, (body) => {
    const send = () => {
      const headers = handedOn(request.rawHeaders);
      headers.push('authorization', kept);
      backend.dispatch({ method: request.method, path: '/protected', headers, body }, new Relay(response));
    };
    if (Date.now() - fetchedAt < lifetime) send();
    else {
      fetchToken(
        (token) => {
          kept = `Bearer ${token}`;
          fetchedAt = Date.now();
          send();
        },
        () => response.writeHead(502).end(),
      );
    }
  });
}
