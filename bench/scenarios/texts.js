/** Bodies of a wanted size, the same in every run. */

/** Letters and digits without a pattern that a compressor or a parser could use. */
export function letters(length, seed = 1) {
  const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  let state = seed;
  let text = '';
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += alphabet[Math.floor((state / 2_147_483_648) * alphabet.length)];
  }
  return text;
}

/** An order as JSON of about so many bytes. */
export function orderJson(bytes) {
  const order = { id: 'PO-2024-000417', customer: { name: 'Amelia Ferreira', tier: 'gold' }, items: [] };
  while (JSON.stringify({ order }).length < bytes) order.items.push(item(order.items.length));
  return { order };
}

function item(index) {
  return { sku: `SKU-${1000 + index}`, title: letters(24, index + 7), quantity: (index % 9) + 1, price: 12.5 + index };
}

/** The same order as a SOAP 1.1 message of about so many bytes. */
export function orderSoap(bytes) {
  const head =
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header>' +
    '<ord:trace xmlns:ord="urn:bench:orders">7f3c9a50</ord:trace></soapenv:Header><soapenv:Body>' +
    '<ord:submit xmlns:ord="urn:bench:orders"><ord:order id="PO-2024-000417">' +
    '<ord:customer><ord:name>Amelia Ferreira</ord:name><ord:tier>gold</ord:tier></ord:customer><ord:items>';
  const tail = '</ord:items></ord:order></ord:submit></soapenv:Body></soapenv:Envelope>';
  let items = '';
  for (let index = 0; head.length + items.length + tail.length < bytes; index++) {
    const { sku, title, quantity, price } = item(index);
    items +=
      `<ord:item sku="${sku}"><ord:title>${title}</ord:title><ord:quantity>${quantity}</ord:quantity>` +
      `<ord:price currency="EUR">${price.toFixed(2)}</ord:price></ord:item>`;
  }
  return head + items + tail;
}
