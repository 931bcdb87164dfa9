import { errorCodes, Fault } from '../errors/index.js';
import { JavaNumber, type Message } from '../message/index.js';

/**
 * Sets `query.param.<name>` for the query of a request, as the reference engine does (configuration sheet 3.7): names
 * stay as they are, values are form-decoded, the last of equal names wins, a part without `=` belongs to the one before.
 * @param target path with query, as received
 * @throws Fault for a malformed percent sequence; ERROR_CODE, ERROR_MESSAGE and HTTP_SC are set then
 */
export function setQueryParameters(message: Message, target: string): void {
  const start = target.indexOf('?');
  if (start < 0) return;
  const { properties } = message;
  let name = 'null';
  for (const part of partsOf(target.slice(start + 1))) {
    const equals = part.indexOf('=');
    if (equals < 0) {
      const before = properties.get(`query.param.${name}`);
      properties.set(`query.param.${name}`, `${typeof before === 'string' ? before : 'null'}&${part}`);
      continue;
    }
    name = part.slice(0, equals);
    const value = decodeForm(part.slice(equals + 1));
    if (value === undefined) throw badQuery(message, target);
    properties.set(`query.param.${name}`, value);
  }
}

/** Java's split: empty parts at the end do not count, an empty query is one part. */
function partsOf(query: string): string[] {
  const parts = query.split('&');
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}

/** `+` is a blank, percent sequences are UTF-8; undefined when one is malformed. */
function decodeForm(text: string): string | undefined {
  if (!/[%+]/.test(text)) return text;
  if (/%(?![\da-f]{2})/i.test(text)) return undefined;
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[\da-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

function badQuery(message: Message, target: string): Fault {
  const text = `Error processing ${message.exchange.client.method} request for : ${target} due to an error in the request sent by the client`;
  const status = new JavaNumber('int', 400);
  message.properties.set('ERROR_CODE', status);
  message.properties.set('ERROR_MESSAGE', text);
  message.axis2.set('HTTP_SC', status);
  return new Fault(text, { errorCode: errorCodes.mediation, propertiesSet: true });
}
