import { type Endpoint, type Message, type Outcome, preMediateAnswer, runOutFlow, STOP } from '../../engine/kit.js';
import { forEachAnswer } from './recipients.js';

/**
 * Sends a message off: its flow ends, and the answer goes to the receiver, the out flow or the client (mediators-flow
 * sheet 11).
 * @param receiver sequence for the answer
 */
export async function sendOff(endpoint: Endpoint, message: Message, receiver?: string): Promise<Outcome> {
  message.exchange.ending = 'send';
  const outOnly = message.properties.get('OUT_ONLY') === 'true';
  const options = { blocking: false, outOnly };
  const recipients = outOnly ? undefined : endpoint.deliver?.(message, options);
  if (recipients) return forEachAnswer(recipients, (answer) => runOutFlow(answer, receiver));
  const answered = await endpoint.send(message, options);
  if (answered && !outOnly && (await preMediateAnswer(message))) await runOutFlow(message, receiver);
  return STOP;
}
