import { STATUS_CODES } from 'node:http';
import { errorCodes, Fault } from '../errors/index.js';
import {
  type Message,
  type Outbound,
  type OutboundRequest,
  type OutboundResponse,
  valueText,
} from '../message/index.js';
import { drain } from './exchange.js';
import type { FailureReport } from './faults.js';
import type { TransportError } from './transport-error.js';

/** Methods that the synchronous client of the reference engine knows; it sends all others as POST. */
const blockingMethods = new Set(['GET', 'DELETE', 'PUT', 'PATCH']);

/** The method of a blocking call (endpoints sheet, section 5). */
export function blockingMethod(method: string): string {
  return blockingMethods.has(method) ? method : 'POST';
}

/**
 * Whether a status of a blocking call is a fault. 2xx are not, 400, 409 and 500 neither; two lists in the axis2 scope
 * change that.
 * @param unauthorized a 401 is none: the endpoint has OAuth
 */
export function isFaultStatus(message: Message, status: number, unauthorized: boolean): boolean {
  if (status >= 200 && status < 300) return false;
  if (status === 401 && unauthorized) return false;
  if (listed(message, 'non.error.http.status.codes', status)) return false;
  if (status !== 400 && status !== 409 && status !== 500) return true;
  return (
    listed(message, 'error.http.status.codes', status) || message.properties.get('FORCE_ERROR_ON_SOAP_FAULT') === 'true'
  );
}

/** The lists are split at commas only; an entry with a blank is no number to the reference engine. */
function listed(message: Message, property: string, status: number): boolean {
  const list = valueText(message.getProperty('axis2', property));
  return list?.split(',').includes(String(status)) ?? false;
}

/** What a fault status writes to the message. The body stays the request's. */
export function statusFailure(message: Message, { status, reason }: OutboundResponse): FailureReport {
  setOutcome(message, String(status));
  const text = `Transport error: ${status} Error: ${reason || (STATUS_CODES[status] ?? '')}`;
  return { code: status, message: text, detail: '', exception: new Fault(text, { errorCode: status }), sending: false };
}

/** What a blocking call without an answer writes to the message. */
export function noAnswer(message: Message, error: TransportError): FailureReport {
  setOutcome(message, undefined);
  const code = errorCodes.blockingSenderFailed;
  return {
    code,
    message: error.message,
    detail: '',
    exception: new Fault(error.message, { errorCode: code, cause: error }),
    sending: false,
  };
}

function setOutcome(message: Message, status: string | undefined): void {
  message.properties.set('blocking.sender.error', 'true');
  message.axis2.set('HTTP_SC', status ?? '');
  if (status !== undefined) message.properties.set('HTTP_SC', status);
}

const redirects = new Set([301, 302, 303, 307]);
const redirectLimit = 10;

/** Follows the redirects of a blocking GET, unless axis2 FOLLOW_REDIRECT is `false`. Credentials stay with their origin. */
export async function followRedirects(
  message: Message,
  outbound: Outbound,
  request: OutboundRequest,
  first: OutboundResponse,
): Promise<OutboundResponse> {
  let response = first;
  let current = request;
  if (request.method !== 'GET' || valueText(message.getProperty('axis2', 'FOLLOW_REDIRECT'))?.toLowerCase() === 'false')
    return first;
  for (let step = 0; step < redirectLimit && redirects.has(response.status); step++) {
    const next = redirectTarget(current.url, response);
    if (!next) return response;
    drain(response);
    const headers = next.origin === new URL(current.url).origin ? current.headers : withoutCredentials(current.headers);
    current = { ...current, url: next.href, headers };
    response = await outbound.send(current);
  }
  return response;
}

function redirectTarget(from: URL | string, { headers }: OutboundResponse): URL | undefined {
  const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (location === undefined || !URL.canParse(location, from)) return undefined;
  const target = new URL(location, from);
  return target.protocol === 'http:' || target.protocol === 'https:' ? target : undefined;
}

function withoutCredentials(headers: OutboundRequest['headers']): OutboundRequest['headers'] {
  return headers.filter(([name]) => !/^(authorization|cookie|host)$/i.test(name));
}
