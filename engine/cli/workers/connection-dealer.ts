import { type AddressInfo, createServer, type Socket } from 'node:net';
import { bind } from '../../host/index.js';

/** Who is dealt connections. */
export interface ConnectionTaker {
  /** Hands a connection to another process; this one keeps it, too, until it is closed here. */
  hand(socket: Socket): void;
}

/** Connections that wait while no worker can take one; further ones are closed. */
const mostWaiting = 1024;

/**
 * Accepts connections and deals them out among workers, to each in turn. A worker gets its next one when it has taken the
 * last: who is busy gets fewer. A connection that a worker had not taken when it ended is dealt to another one, and when
 * there is none, connections wait. Node's own distribution leaves the first of these hanging, and closes the port when no
 * worker is left.
 */
export class ConnectionDealer {
  readonly #server = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, (socket) =>
    this.#arrived(socket),
  );
  readonly #waiting: Socket[] = [];
  readonly #members = new Set<ConnectionTaker>();
  /** Members that can take a connection, the one that has waited for longest first. */
  readonly #free = new Set<ConnectionTaker>();
  /** What was handed to whom, and is not taken yet. */
  readonly #handed = new Map<ConnectionTaker, Socket>();

  /** Starts accepting. @throws ListenError */
  listen(port: number, host: string | undefined): Promise<void> {
    return bind(this.#server, port, host);
  }

  get port(): number {
    return this.#bound?.port ?? 0;
  }

  /** What it is bound to; '' when it does not listen. */
  get address(): string {
    return this.#bound?.address ?? '';
  }

  /** Deals connections to a worker from now on. */
  join(worker: ConnectionTaker): void {
    this.#members.add(worker);
    this.#free.add(worker);
    this.#deal();
  }

  /** The worker has taken what it was handed, and can take another one. */
  taken(worker: ConnectionTaker): void {
    const socket = this.#handed.get(worker);
    if (!socket) return;
    this.#handed.delete(worker);
    socket.destroy();
    if (!this.#members.has(worker)) return;
    this.#free.add(worker);
    this.#deal();
  }

  /** Deals nothing more to a worker; what it was handed it will take. */
  leave(worker: ConnectionTaker): void {
    this.#members.delete(worker);
    this.#free.delete(worker);
  }

  /** A worker has ended: what it did not take is for others. */
  gone(worker: ConnectionTaker): void {
    this.leave(worker);
    const socket = this.#handed.get(worker);
    this.#handed.delete(worker);
    if (socket) this.#waiting.unshift(socket);
    this.#deal();
  }

  /** Accepts nothing more, and closes what nobody has taken. */
  close(): void {
    this.#server.close();
    for (const socket of this.#waiting.splice(0)) socket.destroy();
  }

  get #bound(): AddressInfo | null {
    return this.#server.address() as AddressInfo | null;
  }

  #arrived(socket: Socket): void {
    // It is only waited for that somebody takes it; who does will hear of its end.
    socket.on('error', () => {});
    if (this.#waiting.push(socket) > mostWaiting) this.#waiting.pop()?.destroy();
    this.#deal();
  }

  #deal(): void {
    for (const worker of this.#free) {
      const socket = this.#waiting.shift();
      if (!socket) return;
      this.#free.delete(worker);
      this.#handed.set(worker, socket);
      worker.hand(socket);
    }
  }
}
