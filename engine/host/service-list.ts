import { type ClientResponse, type Exchange, plainResponse } from '../message/index.js';

/** The page under `/services/` that lists the proxy services. */
export function serviceList(exchange: Exchange, names: Iterable<string>): ClientResponse {
  const items = [...names].map(
    (name) => `<li><a href="/services/${encodeURIComponent(name)}">${escaped(name)}</a></li>`,
  );
  const body = Buffer.from(
    `<!DOCTYPE html><html><head><title>Services</title></head><body><h2>Deployed services</h2><ul>${items.join('')}</ul></body></html>`,
  );
  const headers = [['Content-Type', 'text/html; charset=UTF-8']] as const;
  return { ...plainResponse(exchange, 200, headers), body };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
