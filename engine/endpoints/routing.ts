import { errorCodes } from '../errors/index.js';
import type { Message } from '../message/index.js';
import { tableOf } from './endpoint.js';

/**
 * Puts an endpoint's own `onError` sequence on top of the fault stack, which runs instead of everything else. Not for
 * a refused connection: then the handler that the flow has runs in its place (endpoints sheet 2.4).
 * @returns whether the fault belongs to the flow now, and no group may try another child
 */
export function routeToOnError(message: Message, onError: string | undefined, code: number): boolean {
  if (onError === undefined) return false;
  const handler = tableOf(message).sequence(onError)?.handler;
  if (!handler) {
    message.log('warn', `onError handler sequence : ${onError} cannot be found`);
    return false;
  }
  if (code !== errorCodes.connectionFailed) message.faultHandlers.push(handler);
  return true;
}
