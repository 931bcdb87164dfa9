import { Fault } from '../errors/index.js';
import type { MediatorList } from '../grammar/index.js';
import type { FaultHandler, Message } from '../message/index.js';
import type { Run } from '../run/index.js';
import type { Builder } from './builder.js';
import { compileList } from './mediators.js';
import { withOnError } from './on-error.js';
import { artifactsOf } from './table.js';

/** An inline flow of an API resource or proxy. */
export interface InlineFlow {
  readonly onError: string | undefined;
  readonly body: MediatorList;
}

/** The name of the sequence that takes what nothing else took. */
export const globalFault = 'fault';

/**
 * The flow of a resource or proxy: a key wins over the inline list; undefined when there is neither. An unknown key
 * faults when it is reached (configuration sheet 3.2).
 */
export function flowOf(
  key: string | undefined,
  inline: InlineFlow | undefined,
  builder: Builder,
  missing: (key: string) => string,
): Run | undefined {
  if (key !== undefined && key !== '') {
    return (message) => {
      const sequence = artifactsOf(message).sequence(key);
      if (!sequence) throw new Fault(missing(key));
      return sequence.run(message);
    };
  }
  return inline && withOnError(compileList(inline.body, builder), inline.onError);
}

/** The fault handler of a resource or proxy; without one of its own, or with an unknown key, the global `fault`. */
export function faultHandlerOf(
  key: string | undefined,
  inline: InlineFlow | undefined,
  builder: Builder,
): (message: Message) => FaultHandler | undefined {
  if (key !== undefined && key !== '') {
    return (message) => artifactsOf(message).sequence(key)?.handler ?? globalFaultHandler(message);
  }
  if (!inline) return globalFaultHandler;
  const own: FaultHandler = {
    name: 'faultSequence',
    handle: withOnError(compileList(inline.body, builder), inline.onError),
  };
  return () => own;
}

/** The handler that runs the `fault` sequence, the one that is deployed or the built-in one. */
export function globalFaultHandler(message: Message): FaultHandler | undefined {
  return artifactsOf(message).sequence(globalFault)?.handler;
}
