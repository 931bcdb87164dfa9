import type { Outbound, OutboundRequest, OutboundResponse } from '../message/index.js';

/** A request that is ready, and the way to better credentials. */
export interface PreparedRequest {
  readonly request: OutboundRequest;
  /** A fresh Authorization after this one was refused; undefined when there is none to be had. Throws Fault. */
  readonly renew: (() => Promise<string>) | undefined;
}

/**
 * After a 401: sends the request once more with a fresh Authorization, when there is one to be had and the body can be
 * sent again (endpoints sheet, section 7). Otherwise the refusal is the answer.
 */
export async function sendAgain(
  outbound: Outbound,
  { request, renew }: PreparedRequest,
  refused: OutboundResponse,
): Promise<OutboundResponse> {
  const repeatable = request.body === null || Buffer.isBuffer(request.body);
  if (!renew || !repeatable) return refused;
  drain(refused);
  return outbound.send({ ...request, headers: withAuthorization(request.headers, await renew()) });
}

/** The headers with this Authorization and no other. */
export function withAuthorization(headers: OutboundRequest['headers'], value: string): OutboundRequest['headers'] {
  return [...headers.filter(([name]) => name.toLowerCase() !== 'authorization'), ['Authorization', value]];
}

/** Reads an answer that nobody wants to its end, so that its connection is free again. */
export function drain({ body }: OutboundResponse): void {
  if (Buffer.isBuffer(body)) return;
  body.on('error', () => {});
  body.resume();
}
