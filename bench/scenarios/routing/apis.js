/** The APIs of the routing and the reload scenarios: five resources each, every one with an answer of its own. */
import { writeArtifact } from '../artifacts.js';

export const apiCount = 1000;

export function apiName(index) {
  return `service-${String(index).padStart(4, '0')}`;
}

/** Requests for all resources of so many APIs, in an order that jumps about. */
export function requestsFor(count) {
  const all = Array.from({ length: count }, (_, index) => requestsOf(apiName((index * 389) % count), index)).flat();
  return all.map((_, index) => all[(index * 7919) % all.length]);
}

function requestsOf(name, index) {
  return [
    [`/orders/${index + 1}`, 'order'],
    ['/orders', 'orders'],
    [`/customers/c${index}/items/i7`, 'item'],
    ['/status', 'status'],
    ['/files/2024/report.txt', 'files'],
  ].map(([path, what]) => ({ method: 'GET', path: `/${name}${path}`, expected: `${name} ${what}` }));
}

/** Writes the APIs for Mediant. */
export function writeApis(count) {
  return ({ folder }) => {
    for (let index = 0; index < count; index++) {
      const name = apiName(index);
      writeArtifact(folder, `apis/${name}.xml`, apiText(name));
    }
  };
}

/** @param {string} [orders] what `GET /orders` answers */
export function apiText(name, orders = `${name} orders`) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<api xmlns="http://ws.apache.org/ns/synapse" name="${name}" context="/${name}">
${resource('uri-template="/orders/{id}"', `${name} order`)}
${resource('uri-template="/orders"', orders)}
${resource('uri-template="/customers/{customer}/items/{item}"', `${name} item`)}
${resource('url-mapping="/status"', `${name} status`)}
${resource('url-mapping="/files/*"', `${name} files`)}
</api>
`;
}

function resource(mapping, text) {
  return `    <resource methods="GET" ${mapping}>
        <inSequence>
            <payloadFactory media-type="text">
                <format>${text}</format>
                <args/>
            </payloadFactory>
            <respond/>
        </inSequence>
    </resource>`;
}
