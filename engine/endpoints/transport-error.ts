/** What went wrong between us and a backend. */
export type TransportErrorKind =
  /** Nobody listens there, or the network does not lead there. */
  | 'refused'
  | 'unknown-host'
  | 'connect-timeout'
  /** A limit was reached: see `limit`. */
  | 'timeout'
  /** The connection was torn down by the peer. */
  | 'reset'
  /** The peer closed the connection before its answer was complete. */
  | 'closed'
  /** What was sent or received is no HTTP. */
  | 'protocol'
  | 'tls'
  /** We gave up: the caller has gone, its time is over, or the gateway stops. */
  | 'aborted'
  /** All connections to this backend are in use. */
  | 'full';

/** How far an exchange with a backend had come (endpoints sheet, section 4); the numbers are added to the base code. */
export const protocolStates = {
  requestReady: 0,
  requestHead: 1,
  requestBody: 2,
  requestDone: 3,
  responseHead: 4,
  responseBody: 5,
  responseDone: 6,
  closing: 7,
  closed: 8,
} as const;

/** Number of a protocol state. */
export type ProtocolState = (typeof protocolStates)[keyof typeof protocolStates];

/** Which limit a `timeout` was: silence on the connection, or the time that the caller gave the whole exchange. */
export type Limit = 'socket' | 'total';

/** Further facts of a transport error. */
export interface TransportErrorOptions {
  readonly cause?: unknown;
  /** Only of kind `timeout`; default `total`. */
  readonly limit?: Limit;
}

/** An exchange with a backend failed before its answer had arrived. Its message names no URL and no header. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly limit: Limit | undefined;

  constructor(
    readonly kind: TransportErrorKind,
    readonly state: number,
    message: string,
    options: TransportErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.limit = kind === 'timeout' ? (options.limit ?? 'total') : undefined;
  }
}
