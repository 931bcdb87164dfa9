import type { Message } from '../message/index.js';
import { after, CONTINUE, mediate, type Outcome, STOP } from '../run/index.js';
import { artifactsOf } from './table.js';

/**
 * Goes on with an answer: into the `receive` sequence, the out flow, or back to the client (mediators-flow sheet 11).
 * The fault stack of the flow that sent is left behind.
 */
export function runOutFlow(message: Message, receiver?: string): Outcome | Promise<Outcome> {
  const flow = message.exchange.outFlow;
  message.isResponse = true;
  // The answer does not go on behind the send (mediators-flow sheet 11), nor do copies that its flow makes.
  message.continuations.length = 0;
  if (receiver !== undefined) return runReceiver(message, receiver);
  if (!flow?.run) {
    message.exchange.ending ??= 'respond';
    return after(message.exchange.respond(message), stop);
  }
  message.faultHandlers = flow.handlers(message);
  return after(mediate(message, flow.run), stop);
}

const stop = (): Outcome => STOP;

/**
 * Runs `pre-mediate` over an answer that has just come back for a call or send; stop there ends the message
 * (mediators-flow sheet 3).
 */
export function preMediateAnswer(message: Message): Outcome | Promise<Outcome> {
  const { preMediate } = artifactsOf(message);
  return preMediate ? preMediate.run(message) : CONTINUE;
}

function runReceiver(message: Message, receiver: string): Outcome | Promise<Outcome> {
  const sequence = artifactsOf(message).sequence(receiver);
  if (!sequence) {
    message.services.log.warn(`Sequence named ${receiver} cannot be found; the answer is dropped`);
    return STOP;
  }
  const handlers = message.exchange.outFlow?.receiverHandlers(message) ?? [];
  message.faultHandlers = handlers;
  return after(mediate(message, sequence.run), stop);
}
