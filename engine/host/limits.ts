/** Limits of the listener. Sizes are in bytes, times in milliseconds. */
export interface HostLimits {
  /** Largest request body; a larger one is answered with 413. Default 64 MiB. */
  readonly maxBodyBytes: number;
  /** Request line and headers together; more is answered with 431. Default 64 KiB. */
  readonly maxHeaderBytes: number;
  /** Most headers of a request. Default 200. */
  readonly maxHeaders: number;
  /** Bodies up to this size are read whole before the flow starts. Default 16 KiB. */
  readonly pieceBytes: number;
  /** Longest wait for the headers of a request. Default 30,000. */
  readonly headersTimeout: number;
  /** Longest wait for a whole request. Default 300,000. */
  readonly requestTimeout: number;
  /** How long an idle connection stays open. Default 60,000. */
  readonly keepAliveTimeout: number;
  /** Longest time from a request to the start of its answer; then 504. Default 300,000. */
  readonly exchangeTimeout: number;
}

/** The limits where nothing else is said. */
export const defaultLimits: HostLimits = {
  maxBodyBytes: 64 * 1024 * 1024,
  maxHeaderBytes: 64 * 1024,
  maxHeaders: 200,
  pieceBytes: 16 * 1024,
  headersTimeout: 30_000,
  requestTimeout: 300_000,
  keepAliveTimeout: 60_000,
  exchangeTimeout: 300_000,
};
