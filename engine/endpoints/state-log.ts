import type { Message } from '../message/index.js';
import type { StateChange, StateName } from './state.js';

/** Logs what a failure did to an endpoint, in the words of the reference engine. */
export function logFailed(message: Message, endpoint: string, change: StateChange): void {
  const next = new Date(message.services.clock.now() + change.pause).toISOString();
  if (change.state === 'TIMEOUT') {
    message.log(
      'warn',
      `Endpoint : ${endpoint} is marked as TIMEOUT and will be retried after : ${next} until its marked SUSPENDED for failure`,
    );
    return;
  }
  message.log('warn', `Endpoint : ${endpoint} will be marked SUSPENDED as it failed`);
  message.log(
    'warn',
    `Suspending endpoint : ${endpoint} - current suspend duration is : ${change.pause}ms - Next retry after : ${next}`,
  );
}

/** Logs that an endpoint is in use again. */
export function logRecovered(message: Message, endpoint: string, before: StateName): void {
  message.log(
    'info',
    `Endpoint : ${endpoint} currently ${before} will now be marked active since it processed its last message`,
  );
}
