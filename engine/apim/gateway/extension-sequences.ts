import { artifactsOf, type Sequence } from '../../compile/index.js';
import { Fault, toFault } from '../../errors/index.js';
import type { Message } from '../../message/index.js';
import { after, CONTINUE, type Outcome, STOP } from '../../run/index.js';
import type { ApimSetup } from '../setup.js';
import type { ManagedApi } from './managed-api.js';

/**
 * Runs the extension sequences of a direction, those that are deployed: for all APIs, for this gateway, for the API
 * (gateway sheet A.2). One that stops ends the chain; so does one that has made a non-blocking call, once it is over.
 * @param api its name in Synapse
 */
export function runExtensions(message: Message, api: string, direction: 'In' | 'Out'): Outcome | Promise<Outcome> {
  const artifacts = artifactsOf(message);
  const names = [`WSO2AM--Ext--${direction}`, `WSO2AMGW--Ext--${direction}`, `${api}--${direction}`];
  return runFrom(
    names.flatMap((name) => artifacts.sequence(name) ?? []),
    message,
  );
}

/**
 * Sequences that the setup gives an API must be there: without one that is faulty the backend would be called in a way that
 * nobody meant.
 * @throws Fault that names the first one that is not
 */
export function requireExtensions(message: Message, names: readonly string[]): void {
  const artifacts = artifactsOf(message);
  const missing = names.find((name) => !artifacts.sequence(name));
  if (missing !== undefined) throw new Fault(`The sequence ${missing} is faulty and is not deployed`);
}

/** Names of the extension sequences that the setup gives an API. */
export function declaredExtensions(api: ManagedApi, { globalSequences = {} }: ApimSetup): readonly string[] {
  const { in: own, out } = api.setup.sequences ?? {};
  return [
    ...(globalSequences.In === undefined ? [] : ['WSO2AM--Ext--In']),
    ...(globalSequences.Out === undefined ? [] : ['WSO2AM--Ext--Out']),
    ...(own === undefined ? [] : [`${api.synapseName}--In`]),
    ...(out === undefined ? [] : [`${api.synapseName}--Out`]),
  ];
}

function runFrom([first, ...others]: readonly Sequence[], message: Message): Outcome | Promise<Outcome> {
  if (!first) return CONTINUE;
  const { resumed } = message;
  return after(runNested(first, message), (outcome) => {
    return outcome === CONTINUE && message.resumed === resumed ? runFrom(others, message) : STOP;
  });
}

/** A sequence within a handler: a body that it cannot parse counts as in a list within a list, 601000. */
function runNested({ run }: Sequence, message: Message): Outcome | Promise<Outcome> {
  const nested = (thrown: unknown): never => {
    const fault = toFault(thrown);
    fault.lists++;
    throw fault;
  };
  try {
    const outcome = run(message);
    return typeof outcome === 'boolean' ? outcome : outcome.catch(nested);
  } catch (thrown) {
    return nested(thrown);
  }
}
