import { type Delivery, type Message, mediate, type Outcome, type Run, STOP } from '../../engine/kit.js';

/**
 * Runs the rest of a flow once for each answer of a recipient list, as it comes; a recipient that failed runs the fault
 * handlers of its own copy (endpoints sheet 1.9). The message that was sent has ended.
 */
export async function forEachAnswer(sending: Promise<Promise<Delivery>[]>, rest: Run): Promise<Outcome> {
  const deliveries = await sending;
  await Promise.all(deliveries.map((delivery) => goOn(delivery, rest)));
  return STOP;
}

async function goOn(delivery: Promise<Delivery>, rest: Run): Promise<void> {
  const { message, outcome, fault } = await delivery;
  const run: Run = fault ? () => raise(fault) : rest;
  if (!outcome) return;
  try {
    await mediate(message, run);
  } catch (thrown) {
    report(message, thrown);
  }
}

function raise(fault: unknown): never {
  throw fault;
}

/** No handler took it: the other recipients go on all the same. */
function report(message: Message, thrown: unknown): void {
  message.log('error', `A recipient's flow failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
}
