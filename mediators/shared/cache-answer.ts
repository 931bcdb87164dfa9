import { JavaNumber, type Message, serializeXml, valueText } from '../../engine/kit.js';
import type { CacheEntry, StoredResponse } from './response-cache.js';

/** Directives of a Cache-Control header, lower case. */
function directives(header: string | undefined): readonly string[] {
  return (header ?? '').split(',').map((directive) => directive.trim().toLowerCase());
}

/**
 * Whether a stored answer must be fetched again: it is older than its max-age, or it says no-cache and has an ETag. In the
 * latter case the message asks the backend whether that still holds.
 */
export function mustFetchAgain({ content, fetched }: StoredResponse, message: Message): boolean {
  const { headers } = content;
  const control = directives(headers.get('Cache-Control'));
  const age = control.map((directive) => /^max-age=(\d+)$/.exec(directive)?.[1]).find((text) => text !== undefined);
  if (age !== undefined && fetched + Number(age) * 1000 < message.services.clock.now()) return true;
  const tag = headers.get('ETag');
  if (!tag || !control.includes('no-cache')) return false;
  // The reference drops the request's other headers here, credentials among them; they stay.
  message.headers.set('If-None-Match', tag);
  return true;
}

/** Makes the message the stored answer. */
export function giveAgain(response: StoredResponse, message: Message, ageHeader: boolean): void {
  const { content, status, reason, fetched } = response;
  message.restoreContent({ ...content, body: content.body.copy(), headers: content.headers.copy() });
  message.axis2.delete('NO_ENTITY_BODY');
  const contentType = message.headers.get('Content-Type');
  if (contentType === undefined) message.axis2.delete('ContentType');
  else message.axis2.set('ContentType', contentType);
  if (status !== undefined) message.axis2.set('HTTP_SC', new JavaNumber('int', Number(status)));
  if (reason !== undefined) message.axis2.set('HTTP_SC_DESC', reason);
  if (ageHeader) {
    const age = Math.abs(Math.trunc((message.services.clock.now() - fetched) / 1000));
    message.headers.set('Age', String(age));
  }
}

/** Keeps the answer in its entry when the rules allow it; one that they forbid takes away what was there. */
export function collectAnswer(entry: CacheEntry, message: Message): void {
  const { rules } = entry;
  if (rules.cacheControl && directives(message.headers.get('Cache-Control')).includes('no-store')) {
    entry.response = undefined;
    return;
  }
  const status = valueText(message.getProperty('axis2', 'HTTP_SC'))?.trim();
  if (status === '304' && entry.response) {
    giveAgain(entry.response, message, rules.ageHeader);
    return;
  }
  if (!isWanted(entry, status)) {
    entry.response = undefined;
    return;
  }
  const bytes = sizeOf(message);
  if (rules.maxMessageSize >= 0 && bytes > rules.maxMessageSize) return;
  entry.response = store(entry, message, status, bytes);
}

function isWanted({ rules, method }: CacheEntry, status: string | undefined): boolean {
  if (status !== undefined && rules.responseCodes && !rules.responseCodes.matches(status)) return false;
  return rules.methods.some((each) => each === '*' || each === method);
}

function store(entry: CacheEntry, message: Message, status: string | undefined, bytes: number): StoredResponse {
  const { headers, axis2 } = message;
  const now = message.services.clock.now();
  const date = Date.parse(headers.get('Date') ?? '');
  // The reference adds these two to the headers, of the answer that it stores and of the one that it stored.
  const messageType = valueText(axis2.get('messageType'));
  if (messageType !== null) headers.set('messageType', messageType);
  headers.set('cacheKey', entry.key);
  return {
    content: message.saveContent(),
    status: status !== undefined && /^\d+$/.test(status) ? status : undefined,
    reason: valueText(axis2.get('HTTP_SC_DESC')) ?? undefined,
    fetched: Number.isNaN(date) ? now : date,
    bytes,
  };
}

/** Bytes of the JSON, or of the envelope. */
function sizeOf(message: Message): number {
  return Buffer.byteLength(message.jsonText ?? serializeXml(message.envelope));
}
