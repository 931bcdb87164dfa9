import type { Message } from '../message/index.js';
import { SendFault } from './faults.js';

/** Whether a group may give the message to another child after this fault. Anything but a SendFault is none of its business. */
export function mayTryAnother(thrown: unknown): thrown is SendFault {
  return thrown instanceof SendFault && !thrown.final;
}

/** The text that the reference engine logs and reports for a group. */
export function groupText(
  kind: 'Failover' | 'Loadbalance' | 'Recipient List',
  name: string | undefined,
  what: string,
): string {
  return `${kind} endpoint : ${name ?? 'AnonymousEndpoint'} - ${what}`;
}

/** Logs that a child forbids another attempt. */
export function logNoRetry(message: Message, kind: 'Failover' | 'Loadbalance', name: string | undefined): void {
  const what = 'one of the child endpoints encounterd a non-retry error, not sending message to another endpoint';
  message.log('warn', groupText(kind, name, what));
}

/** Logs the failure of a child. */
export function logChildFailure(message: Message, group: string | undefined, child: string | undefined): void {
  const name = (text: string | undefined) => (text === undefined ? 'AnonymousEndpoint' : `Endpoint [${text}]`);
  message.log('warn', `${name(group)} Detect a Failure in a child endpoint : ${name(child)}`);
}
