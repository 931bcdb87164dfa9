/** Reads three values of a JSON body and sends a new body made of them. */
import { backend } from '../backends.js';
import { collect } from '../bodies.js';
import { handedOnWithoutBody } from '../headers.js';
import { Relay } from '../relay.js';

export function handle(request, response) {
  collect(request, (bytes) => {
    let order;
    try {
      ({ order } = JSON.parse(bytes.utf8Slice()));
    } catch {
      response.writeHead(400).end();
      return;
    }
    const body = JSON.stringify({
      channel: 'gateway',
      reference: order?.id,
      buyer: { name: order?.customer?.name },
      positions: order?.items,
    });
    const headers = handedOnWithoutBody(request.rawHeaders);
    headers.push('content-type', 'application/json');
    backend.dispatch({ method: 'POST', path: '/echo', headers, body }, new Relay(response));
  });
}
