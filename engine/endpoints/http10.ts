import type { buildConnector } from 'undici';
import { transport } from './transport.js';

/**
 * Makes connections whose request line says HTTP/1.0. undici always writes HTTP/1.1 as its first words on a
 * connection; here they are exchanged. Only for connections that carry a single request.
 */
export function http10Connector(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = transport().buildConnector(options);
  return (target, callback) =>
    connect(target, (...result) => {
      const socket = result[1];
      if (socket) {
        const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
        socket.write = (chunk: unknown, ...rest: unknown[]) => {
          Reflect.deleteProperty(socket, 'write');
          return write(typeof chunk === 'string' ? chunk.replace(' HTTP/1.1\r\n', ' HTTP/1.0\r\n') : chunk, ...rest);
        };
      }
      callback(...result);
    });
}
