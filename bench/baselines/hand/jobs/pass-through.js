/** Sends the request to the backend and the answer back. */
import { backend } from '../backends.js';
import { collect, isSmall } from '../bodies.js';
import { handedOn } from '../headers.js';
import { Relay } from '../relay.js';

export function handle(request, response) {
  const headers = handedOn(request.rawHeaders);
  const send = (body) =>
    backend.dispatch({ method: request.method, path: '/echo', headers, body }, new Relay(response));
  if (isSmall(request)) collect(request, send);
  else send(request);
}
