import type { IncomingHttpHeaders } from 'node:http';

/** Header that carries the correlation id, here and to backends (configuration sheet 10.4). */
export const correlationHeader = 'activityid';

/** Ids that may be taken over from a client: nothing that could end a log line or a header. */
const acceptable = /^[\w.:@/+=-]{1,128}$/;

/** The id that a client gave its request: `activityid` or `x-request-id`, when it is a harmless one. */
export function correlationIdOf(headers: IncomingHttpHeaders): string | undefined {
  const given = headers[correlationHeader] ?? headers['x-request-id'];
  return typeof given === 'string' && acceptable.test(given) ? given : undefined;
}
