import type { IncomingHttpHeaders } from 'node:http';
import type { RandomSource } from '../observe/index.js';

/** Header that carries the correlation id, here and to backends (configuration sheet 10.4). */
export const correlationHeader = 'activityid';

/** Ids that may be taken over from a client: nothing that could end a log line or a header. */
const acceptable = /^[\w.:@/+=-]{1,128}$/;

/** The id of a request: the client's `activityid` or `x-request-id` when it is a harmless one, else a new one. */
export function correlationIdOf(headers: IncomingHttpHeaders, random: RandomSource): string {
  const given = headers[correlationHeader] ?? headers['x-request-id'];
  return typeof given === 'string' && acceptable.test(given) ? given : random.uuid();
}
