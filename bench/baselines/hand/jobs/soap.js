/**
 * Reads the customer's tier out of a SOAP body with the engine's own XML library, and sends the body unchanged with the
 * tier as a header when it is gold. No tree is built: the events are all that this needs.
 */
import { SaxesParser } from 'saxes';
import { backend } from '../backends.js';
import { collect } from '../bodies.js';
import { handedOn } from '../headers.js';
import { Relay } from '../relay.js';

const NAMESPACE = 'urn:bench:orders';

export function handle(request, response) {
  collect(request, (body) => {
    let tier;
    try {
      tier = tierOf(body.utf8Slice());
    } catch {
      response.writeHead(400).end();
      return;
    }
    const headers = handedOn(request.rawHeaders);
    if (tier === 'gold') headers.push('X-Customer-Tier', tier);
    backend.dispatch({ method: 'POST', path: '/marked', headers, body }, new Relay(response));
  });
}

/** The text of the first `tier` in a `customer`. @throws Error when the XML is malformed */
function tierOf(text) {
  const parser = new SaxesParser({ xmlns: true });
  let inCustomer = false;
  let inTier = false;
  let tier;
  parser.on('opentag', ({ local, uri }) => {
    if (uri !== NAMESPACE) return;
    if (local === 'customer') inCustomer = true;
    else if (local === 'tier' && inCustomer && tier === undefined) {
      inTier = true;
      tier = '';
    }
  });
  parser.on('text', (piece) => {
    if (inTier) tier += piece;
  });
  parser.on('closetag', ({ local, uri }) => {
    if (uri !== NAMESPACE) return;
    if (local === 'tier') inTier = false;
    else if (local === 'customer') inCustomer = false;
  });
  parser.write(text).close();
  return tier;
}
