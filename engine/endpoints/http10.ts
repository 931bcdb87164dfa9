import type { Socket } from 'node:net';

/**
 * The request line of a connection says HTTP/1.0. undici always writes HTTP/1.1 as its first words; here they are
 * exchanged. Only for connections that carry a single request.
 */
export function speakHttp10(socket: Socket): void {
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.write = (chunk: unknown, ...rest: unknown[]) => {
    Reflect.deleteProperty(socket, 'write');
    return write(typeof chunk === 'string' ? chunk.replace(' HTTP/1.1\r\n', ' HTTP/1.0\r\n') : chunk, ...rest);
  };
}
