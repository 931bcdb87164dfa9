import { errorCodes, type Fault, formatPlace, toFault } from '../errors/index.js';
import { JavaNumber, type Message } from '../message/index.js';
import { type Outcome, type Run, STOP } from './outcome.js';

/**
 * Runs a flow over a message. A fault goes to the innermost handler of the message, a fault of that handler to the next
 * one; then the flow has ended (mediators-flow sheet, section 4).
 * @throws Fault when no handler is left
 */
export function mediate(message: Message, run: Run): Outcome | Promise<Outcome> {
  try {
    const outcome = run(message);
    return typeof outcome === 'boolean' ? outcome : outcome.catch((thrown: unknown) => handleFault(message, thrown));
  } catch (thrown) {
    return handleFault(message, thrown);
  }
}

async function handleFault(message: Message, thrown: unknown): Promise<Outcome> {
  let fault = toFault(thrown);
  message.continuations.length = 0;
  message.log('warn', `Fault ${fault.errorCode}: ${fault.message}`, fault.place);
  for (let handler = message.faultHandlers.pop(); handler; handler = message.faultHandlers.pop()) {
    publishFault(message, fault);
    try {
      await handler.handle(message, fault);
      return STOP;
    } catch (again) {
      fault = toFault(again);
    }
  }
  publishFault(message, fault);
  throw fault;
}

/** Prepares the message for a fault handler, by the rules of the mediators-flow sheet, section 4. */
export function publishFault(message: Message, fault: Fault): void {
  // An error of a mediator behind an answer makes the client's status 500, unless the handler sets another one.
  if (message.resumed && !fault.sending) message.axis2.set('HTTP_SC', new JavaNumber('int', 500));
  if (fault.propertiesSet) return;
  const parsing = fault.parsing !== undefined;
  const wrapped = fault.parsing === 'wrapped' || fault.lists > 1;
  if (parsing) message.emptyBody();
  if (parsing && wrapped) setErrorProperties(message, fault, errorCodes.bodyParsing);
  else if (message.properties.get('ERROR_CODE') === undefined) setErrorProperties(message, fault, fault.errorCode);
}

function setErrorProperties(message: Message, fault: Fault, code: number | string): void {
  const { properties } = message;
  properties.set('ERROR_CODE', typeof code === 'number' ? new JavaNumber('int', code) : code);
  properties.set('ERROR_MESSAGE', fault.message.split('\n', 1)[0]);
  properties.set('ERROR_DETAIL', fault.detail ?? describe(fault));
  properties.set('ERROR_EXCEPTION', fault);
}

/** Stands in for the stack trace of the reference: where it failed, and what lies beneath; no source of this program. */
function describe(fault: Fault): string {
  const lines = [fault.message];
  if (fault.place) lines.push(`  at ${formatPlace(fault.place)}`);
  for (let cause = fault.cause; cause instanceof Error; cause = cause.cause) lines.push(`Caused by: ${cause.message}`);
  return lines.join('\n');
}
