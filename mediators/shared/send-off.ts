import {
  after,
  type Endpoint,
  type Message,
  type Outcome,
  preMediateAnswer,
  runOutFlow,
  STOP,
} from '../../engine/kit.js';
import { forEachAnswer } from './recipients.js';

/**
 * Sends a message off: its flow ends, and the answer goes to the receiver, the out flow or the client (mediators-flow
 * sheet 11).
 * @param receiver sequence for the answer
 */
export function sendOff(endpoint: Endpoint, message: Message, receiver?: string): Promise<Outcome> {
  message.exchange.ending = 'send';
  const outOnly = message.properties.get('OUT_ONLY') === 'true';
  const options = outOnly ? oneWay : twoWay;
  const recipients = outOnly ? undefined : endpoint.deliver?.(message, options);
  if (recipients) return forEachAnswer(recipients, (answer) => runOutFlow(answer, receiver));
  return endpoint.send(message, options).then((answered) => (answered && !outOnly ? goOn(message, receiver) : STOP));
}

const oneWay = { blocking: false, outOnly: true } as const;
const twoWay = { blocking: false, outOnly: false } as const;

/** The flow that sent has ended here, whatever becomes of the answer. */
function goOn(message: Message, receiver: string | undefined): Outcome | Promise<Outcome> {
  return after(preMediateAnswer(message), (wanted) => (wanted ? runOutFlow(message, receiver) : STOP));
}
