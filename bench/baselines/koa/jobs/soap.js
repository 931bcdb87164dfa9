import { DOMParser } from '@xmldom/xmldom';
import xpath from 'xpath';
import { forward, headersOf, textOf } from '../forward.js';

const select = xpath.useNamespaces({ ord: 'urn:bench:orders' });

export async function middleware(ctx) {
  const text = await textOf(ctx);
  const document = new DOMParser().parseFromString(text, 'text/xml');
  const headers = headersOf(ctx);
  if (select("//ord:customer/ord:tier = 'gold'", document)) {
    headers['x-customer-tier'] = select('string(//ord:customer/ord:tier)', document);
  }
  await forward(ctx, '/marked', headers, text);
}
