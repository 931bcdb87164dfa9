/** What the fifty mediators of the scenario do, written down as a function; the answer is the request's body. */
import { collect } from '../bodies.js';

export function handle(request, response) {
  collect(request, (body) => {
    const headers = new Map();
    const properties = new Map();
    if (request.url.endsWith('/fifty')) mediate(properties, headers);
    response.writeHead(200, [
      'Content-Type',
      request.headers['content-type'],
      'Content-Length',
      String(body.length),
      ...[...headers].flat(),
    ]);
    response.end(body);
  });
}

function mediate(properties, headers) {
  properties.set('begun', 'yes');
  for (let n = 1; n <= 7; n++) {
    properties.set('kind', 'order');
    properties.set('label', `label ${properties.get('kind')}`);
    if (properties.get('label') === 'label order') properties.set('step', String(n));
    if (/^[0-9]+$/.test(properties.get('step'))) properties.set('form', 'number');
    headers.set('X-Label', properties.get('label'));
  }
}
