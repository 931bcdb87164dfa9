/** Reading bodies of requests. */

/** Bodies up to this size are collected, larger ones streamed. */
export const pieceLimit = 64 * 1024;

/**
 * Collects a body.
 * @param {import('node:http').IncomingMessage} request
 * @param {(body: Buffer) => void} done not called when the client goes away
 */
export function collect(request, done) {
  let first;
  let more;
  request.on('data', (chunk) => {
    if (first === undefined) first = chunk;
    else if (more === undefined) more = [first, chunk];
    else more.push(chunk);
  });
  request.on('end', () => done(more ? Buffer.concat(more) : (first ?? Buffer.alloc(0))));
}

/** Whether a body is announced to be small enough to be collected. */
export function isSmall(request) {
  return Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY) <= pieceLimit;
}
