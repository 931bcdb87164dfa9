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

/** Loads it in a quiet moment, so that the first call need not wait for it. */
export function preloadTransport(): void {
  setImmediate(transport);
}
