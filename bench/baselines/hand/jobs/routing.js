/** A thousand services with five resources each, found by the first segment of the path and then by its form. */
import { apiCount, apiName } from '../../../scenarios/routing/apis.js';

const services = new Map(Array.from({ length: apiCount }, (_, index) => [apiName(index), resources(apiName(index))]));

function resources(name) {
  return {
    order: `${name} order`,
    orders: `${name} orders`,
    item: `${name} item`,
    status: `${name} status`,
    files: `${name} files`,
  };
}

export function handle(request, response) {
  const { url } = request;
  const slash = url.indexOf('/', 1);
  const service = services.get(url.slice(1, slash < 0 ? undefined : slash));
  const text = service && resourceOf(service, slash < 0 ? '/' : url.slice(slash));
  if (text === undefined) response.writeHead(404).end();
  else {
    response.writeHead(200, ['Content-Type', 'text/plain', 'Content-Length', String(text.length)]);
    response.end(text);
  }
}

function resourceOf(service, path) {
  if (path === '/orders') return service.orders;
  if (path === '/status') return service.status;
  if (path.startsWith('/orders/')) return path.indexOf('/', 8) < 0 && path.length > 8 ? service.order : undefined;
  if (path.startsWith('/files/')) return service.files;
  return /^\/customers\/[^/]+\/items\/[^/]+$/.test(path) ? service.item : undefined;
}
