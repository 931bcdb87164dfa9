import { createRequire } from 'node:module';

type Undici = typeof import('undici');

const require = createRequire(import.meta.url);
let loaded: Undici | undefined;

/**
 * undici, loaded when the first connection is made: it is the largest single part of a start, and a gateway listens
 * before it calls anybody.
 */
export function transport(): Undici {
  loaded ??= require('undici') as Undici;
  return loaded;
}

/** How long the first requests come first, in milliseconds. */
const preloadDelay = 25;

/**
 * Loads it a moment from now, so that the first call need not wait for it, and neither a request that is there as soon
 * as the gateway listens and calls nobody.
 */
export function preloadTransport(): void {
  setTimeout(transport, preloadDelay).unref();
}
