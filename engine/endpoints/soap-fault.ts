import { Message, type OutboundResponse } from '../message/index.js';
import { replayable } from './replayable.js';

/** What was found in an answer, and the answer itself, to be taken over. */
export interface InspectedAnswer {
  readonly response: OutboundResponse;
  readonly isSoapFault: boolean;
}

/** Whether the flow wants answers that are SOAP faults to be faults (FORCE_ERROR_ON_SOAP_FAULT). */
export function wantsSoapFaults(message: Message): boolean {
  return message.properties.get('FORCE_ERROR_ON_SOAP_FAULT') === 'true';
}

/**
 * Looks whether an answer is a SOAP fault. The message itself is left alone: a group may still need the request.
 */
export async function inspectAnswer(message: Message, response: OutboundResponse): Promise<InspectedAnswer> {
  const body = await replayable(response.body, message.services.settings.maxBodyBytes);
  const inMemory = { ...response, body: body ?? Buffer.alloc(0) };
  if (!Buffer.isBuffer(inMemory.body)) return { response: inMemory, isSoapFault: false };
  const probe = new Message(message.exchange);
  probe.rest = message.rest;
  probe.takeAnswer(inMemory);
  await probe.build();
  return { response: inMemory, isSoapFault: probe.hasSoapFault };
}
