import {
  artifactsOf,
  attribute,
  CONTINUE,
  Fault,
  keyKind,
  type Load,
  type Message,
  one,
  type Run,
  type Shape,
  textKind,
  type ValuesOf,
} from '../../engine/kit.js';
import { sendOff } from './send-off.js';

/** `<target>` of clone, iterate and conditionalRouter (mediators-flow sheet 10). */
export const targetShape = {
  attributes: {
    to: attribute(textKind, 'Address that the copy gets.'),
    soapAction: attribute(textKind, 'Action that the copy gets.'),
    sequence: attribute(keyKind('sequence'), 'Sequence to run.'),
    endpoint: attribute(keyKind('endpoint'), 'Endpoint to send to.'),
  },
  children: {
    inlineSequence: one({ body: 'content' }, 'Mediators to run; wins over everything else.', { element: 'sequence' }),
    inlineEndpoint: one({ body: 'content' }, 'Endpoint to send to; wins over the key.', { element: 'endpoint' }),
  },
} as const satisfies Shape;

/** Finds what a target runs, for a message that is about to run it. */
export type FindTarget = (message: Message) => Run;

/**
 * Compiles a target: inline sequence, sequence key, inline endpoint, endpoint key, in this order; one without any of them
 * does nothing.
 * @returns what throws a Fault when the sequence or endpoint is not there: that is the parent's fault, not the copy's
 */
export function compileTarget(target: ValuesOf<typeof targetShape>, load: Load): FindTarget {
  const { to, soapAction } = target;
  const find = findTarget(target, load);
  if (to === undefined && soapAction === undefined) return find;
  return (message) => {
    const run = find(message);
    return (copy) => {
      if (to !== undefined) copy.to = to;
      if (soapAction !== undefined) copy.action = soapAction;
      return run(copy);
    };
  };
}

function findTarget(target: ValuesOf<typeof targetShape>, load: Load): FindTarget {
  const { sequence, endpoint } = target;
  if (target.inlineSequence) {
    const run = load.inlineSequence(target.inlineSequence.element);
    return () => run;
  }
  if (sequence !== undefined) {
    return (message) => {
      const found = artifactsOf(message).sequence(sequence);
      if (!found) throw new Fault(`Couldn't find the sequence named : ${sequence}`);
      return found.run;
    };
  }
  if (target.inlineEndpoint) {
    const inline = load.endpoint(target.inlineEndpoint.element);
    return () => (copy) => sendOff(inline!, copy);
  }
  if (endpoint === undefined) return () => () => CONTINUE;
  return (message) => {
    const found = artifactsOf(message).endpoint(endpoint);
    if (!found) throw new Fault(`Couldn't find the endpoint named : ${endpoint}`);
    return (copy) => sendOff(found, copy);
  };
}
