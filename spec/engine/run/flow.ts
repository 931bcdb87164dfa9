import { Fault, type Place } from '../../../engine/errors/index.js';
import type { FaultHandler, Message } from '../../../engine/message/index.js';
import { type Outcome, type Run, runInOrder, type Step } from '../../../engine/run/index.js';

/** The place of the n-th mediator of a test list: its line. */
export function placeOf(line: number): Place {
  return { file: 'list.xml', line, column: 1 };
}

/** A list of closures, each on a line of its own from 1; `aware` ones need the body. */
export function listOf(...runs: (Run | { readonly aware: Run })[]): Run {
  const steps = runs.map((each, index): Step => {
    const contentAware = typeof each !== 'function';
    return { run: contentAware ? each.aware : each, contentAware, label: `m${index + 1}`, place: placeOf(index + 1) };
  });
  return runInOrder(steps);
}

/** Notes its name and goes on, or answers what it is told to. */
export function note(names: string[], name: string, outcome: Outcome = true): Run {
  return () => {
    names.push(name);
    return outcome;
  };
}

/** As `note`, but through a promise. */
export function noteLater(names: string[], name: string, outcome: Outcome = true): Run {
  return async () => {
    await Promise.resolve();
    names.push(name);
    return outcome;
  };
}

/** Fails. */
export function failing(fault: unknown = new Fault('broken')): Run {
  return () => {
    throw fault;
  };
}

/** A fault handler that notes its name and what it got, and may fail itself. */
export function handlerOf(
  names: string[],
  name: string,
  handle: (message: Message, fault: Fault) => Outcome | Promise<Outcome> = () => true,
): FaultHandler {
  return {
    name,
    handle(message, fault) {
      names.push(`${name}: ${fault.message}`);
      return handle(message, fault);
    },
  };
}
