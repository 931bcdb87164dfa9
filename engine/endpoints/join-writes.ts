import { Socket } from 'node:net';

/** Longer writes leave as they are: copying them would cost more than it saves. */
const joinedCharacters = 16 * 1024;

type Pieces = Parameters<NonNullable<Socket['_writev']>>[0];
type Done = Parameters<NonNullable<Socket['_writev']>>[1];

/**
 * From now on small pieces that a connection holds back to write them together, a head and its body, leave as one string.
 * The bytes are the same; the system is handed one buffer in place of a list, which costs a third less, and TLS makes
 * one record of them.
 */
export function joinWrites(socket: Socket): void {
  socket._writev = writeJoined;
}

function writeJoined(this: Socket, pieces: Pieces, done: Done): void {
  const text = joined(pieces);
  if (text === undefined) Socket.prototype._writev!.call(this, pieces, done);
  else this._write(text, 'latin1', done);
}

/** The bytes of all pieces as characters; undefined when they are many, or a string is not that already. */
function joined(pieces: Pieces): string | undefined {
  let text = '';
  for (const { chunk, encoding } of pieces as readonly { chunk: string | Buffer; encoding: string }[]) {
    if (text.length + chunk.length > joinedCharacters) return undefined;
    if (typeof chunk !== 'string') text += chunk.toString('latin1');
    else if (encoding === 'latin1') text += chunk;
    else return undefined;
  }
  return text;
}
