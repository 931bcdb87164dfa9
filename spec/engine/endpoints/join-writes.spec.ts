import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { joinWrites } from '../../../engine/endpoints/join-writes.js';

type Piece = readonly [chunk: string | Buffer, encoding?: BufferEncoding];

const all256 = Buffer.from(Array.from({ length: 256 }, (_, code) => code));

/** Pieces that are held back together, and in how many strings they leave. */
const cases: readonly [name: string, pieces: readonly Piece[], joined: number][] = [
  ['a head and a body', [['HTTP/1.1 200 OK\r\n\r\n', 'latin1'], [Buffer.from('body')]], 1],
  [
    'a piece without content',
    [
      ['head', 'latin1'],
      ['', 'latin1'],
    ],
    1,
  ],
  ['bytes of every kind', [['é', 'latin1'], [all256], [Buffer.from('ü€')]], 1],
  [
    'characters beyond Latin-1 in a text',
    [
      ['a', 'latin1'],
      ['ü€', 'utf8'],
    ],
    0,
  ],
  [
    'text in hex',
    [
      ['a', 'latin1'],
      ['00ff', 'hex'],
    ],
    0,
  ],
  ['a long body', [['head', 'latin1'], [Buffer.alloc(20_000, 'x')]], 0],
];

describe('pieces that are written together', () => {
  let server: Server;
  let socket: Socket;
  let joined: string[];
  let received: Promise<Buffer>;

  beforeEach(async () => {
    server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    received = once(server, 'connection').then(([peer]) => buffer(peer as Socket));
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    joined = [];
    joinWrites(socket);
    socket._write = (chunk, encoding, done) => {
      joined.push(chunk as string);
      Socket.prototype._write.call(socket, chunk, encoding, done);
    };
  });

  afterEach(() => {
    socket.destroy();
    server.close();
  });

  for (const [name, pieces, strings] of cases) {
    it(`${name}: the same bytes`, async () => {
      socket.cork();
      for (const [chunk, encoding] of pieces) socket.write(chunk, encoding);
      socket.uncork();
      socket.end();
      const sent = Buffer.concat(pieces.map(([chunk, encoding]) => Buffer.from(chunk as string, encoding)));
      assert.deepEqual(await received, sent);
      assert.equal(joined.length, strings);
    });
  }

  it('tells the writer of each piece that it has left', async () => {
    const left: string[] = [];
    socket.cork();
    socket.write('a', 'latin1', () => left.push('a'));
    socket.write(Buffer.from('b'), () => left.push('b'));
    socket.uncork();
    socket.end();
    await received;
    assert.deepEqual(left, ['a', 'b']);
  });
});
