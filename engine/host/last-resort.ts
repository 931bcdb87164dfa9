import type { IncomingHttpHeaders } from 'node:http';
import { errorCodes } from '../errors/index.js';
import { type ClientResponse, type Exchange, plainResponse } from '../message/index.js';

/** Why the gateway answers by itself. */
export type Refusal = 'body-too-large' | 'failed' | 'timed-out';

const refusals: Readonly<Record<Refusal, { readonly status: number; readonly message: string }>> = {
  'body-too-large': { status: 413, message: 'The body of the request is too large.' },
  failed: { status: 500, message: 'The request could not be processed.' },
  'timed-out': { status: 504, message: 'The answer did not come in time.' },
};

/** The refusal that fits a base error code: a backend that did not answer in time, or anything else. */
export function refusalFor(code: string | undefined): Refusal {
  return code === String(errorCodes.timeout) || code === String(errorCodes.connectTimeout) ? 'timed-out' : 'failed';
}

/**
 * The answer when no flow gives one: in the caller's format, with a code and the correlation id, and nothing of what
 * went wrong inside.
 * @param code ERROR_CODE, undefined when there is none
 */
export function lastResort(
  refusal: Refusal,
  exchange: Exchange,
  headers: IncomingHttpHeaders,
  code: string | undefined,
): ClientResponse {
  const { status, message } = refusals[refusal];
  const { correlationId } = exchange;
  const [contentType, text] = formatted(headers, { code: code ?? String(status), message, correlationId });
  const response = plainResponse(exchange, status, [['Content-Type', contentType]]);
  return { ...response, body: Buffer.from(text), close: response.close || refusal === 'body-too-large' };
}

interface Report {
  readonly code: string;
  readonly message: string;
  readonly correlationId: string;
}

function formatted(headers: IncomingHttpHeaders, report: Report): readonly [contentType: string, text: string] {
  switch (formatOf(headers)) {
    case 'soap11':
      return ['text/xml; charset=UTF-8', soap11(report)];
    case 'soap12':
      return ['application/soap+xml; charset=UTF-8', soap12(report)];
    case 'xml':
      return ['application/xml; charset=UTF-8', plainXml(report)];
    default:
      return ['application/json; charset=UTF-8', JSON.stringify({ error: report })];
  }
}

type Format = 'json' | 'xml' | 'soap11' | 'soap12';

/** What the caller sends says most; then what it accepts; JSON when neither says anything. */
function formatOf(headers: IncomingHttpHeaders): Format {
  const sent = headers['content-type'] ?? '';
  if (/^\s*application\/soap\+xml/i.test(sent)) return 'soap12';
  if (/^\s*text\/xml/i.test(sent) && headers.soapaction !== undefined) return 'soap11';
  for (const type of (headers.accept ?? '').split(',')) {
    if (/json/i.test(type)) return 'json';
    if (/soap\+xml/i.test(type)) return 'soap12';
    if (/xml/i.test(type) && !/html/i.test(type)) return 'xml';
  }
  return /xml/i.test(sent) ? 'xml' : 'json';
}

function plainXml({ code, message, correlationId }: Report): string {
  return `<error><code>${escaped(code)}</code><message>${message}</message><correlationId>${escaped(correlationId)}</correlationId></error>`;
}

function soap11({ code, message, correlationId }: Report): string {
  return (
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault>' +
    `<faultcode>soapenv:Server</faultcode><faultstring>${message}</faultstring>` +
    `<detail><code>${escaped(code)}</code><correlationId>${escaped(correlationId)}</correlationId></detail>` +
    '</soapenv:Fault></soapenv:Body></soapenv:Envelope>'
  );
}

function soap12({ code, message, correlationId }: Report): string {
  return (
    '<soapenv:Envelope xmlns:soapenv="http://www.w3.org/2003/05/soap-envelope"><soapenv:Body><soapenv:Fault>' +
    '<soapenv:Code><soapenv:Value>soapenv:Receiver</soapenv:Value></soapenv:Code>' +
    `<soapenv:Reason><soapenv:Text xml:lang="en">${message}</soapenv:Text></soapenv:Reason>` +
    `<soapenv:Detail><code>${escaped(code)}</code><correlationId>${escaped(correlationId)}</correlationId></soapenv:Detail>` +
    '</soapenv:Fault></soapenv:Body></soapenv:Envelope>'
  );
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'));
}
