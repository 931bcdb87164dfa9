import {
  artifactsOf,
  attribute,
  CONTINUE,
  Fault,
  type Load,
  type Message,
  nameKind,
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
    sequence: attribute(nameKind, 'Sequence to run.'),
    endpoint: attribute(nameKind, 'Endpoint to send to.'),
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
    warnOfLosers(target, ['sequence', 'endpoint'], 'the sequence inside', load);
    const run = load.inlineSequence(target.inlineSequence.element);
    return () => run;
  }
  if (sequence !== undefined) {
    warnOfLosers(target, ['endpoint'], 'sequence', load);
    load.reference({ target: 'sequence', key: sequence, place: target.element.attribute('sequence')!.place });
    return (message) => {
      const found = artifactsOf(message).sequence(sequence);
      if (!found) throw new Fault(`Couldn't find the sequence named : ${sequence}`);
      return found.run;
    };
  }
  if (target.inlineEndpoint) {
    warnOfLosers(target, ['endpoint'], 'the endpoint inside', load);
    const inline = load.endpoint(target.inlineEndpoint.element);
    return () => (copy) => sendOff(inline!, copy);
  }
  if (endpoint === undefined) return () => () => CONTINUE;
  load.reference({ target: 'endpoint', key: endpoint, place: target.element.attribute('endpoint')!.place });
  return (message) => {
    const found = artifactsOf(message).endpoint(endpoint);
    if (!found) throw new Fault(`Couldn't find the endpoint named : ${endpoint}`);
    return (copy) => sendOff(found, copy);
  };
}

/** What the tools of the reference engine write when there is a sequence or endpoint inside. */
const anonymous = 'anon';

function warnOfLosers({ element }: ValuesOf<typeof targetShape>, names: string[], winner: string, load: Load): void {
  for (const name of names) {
    const attribute = element.attribute(name);
    if (!attribute || attribute.value === anonymous) continue;
    load.report.add('grammar/losing-alternative', attribute.place, { name, winner });
  }
}
