import {
  artifactsOf,
  attribute,
  Fault,
  keyKind,
  type Load,
  one,
  type Run,
  runOutFlow,
  type Shape,
  STOP,
  textKind,
  type ValuesOf,
} from '../../engine/kit.js';

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

/** Compiles a target: inline sequence, sequence key, inline endpoint, endpoint key, in this order. */
export function compileTarget(target: ValuesOf<typeof targetShape>, load: Load): Run {
  const { to, soapAction } = target;
  const run = targetRun(target, load);
  if (to === undefined && soapAction === undefined) return run;
  return (message) => {
    if (to !== undefined) message.to = to;
    if (soapAction !== undefined) message.action = soapAction;
    return run(message);
  };
}

function targetRun(target: ValuesOf<typeof targetShape>, load: Load): Run {
  const { sequence, endpoint } = target;
  if (target.inlineSequence) return load.inlineSequence(target.inlineSequence.element);
  if (sequence !== undefined) {
    return (message) => {
      const found = artifactsOf(message).sequence(sequence);
      if (!found) throw new Fault(`Couldn't find the sequence named : ${sequence}`);
      return found.run(message);
    };
  }
  const inline = target.inlineEndpoint && load.endpoint(target.inlineEndpoint.element);
  return async (message) => {
    const to = inline ?? (endpoint === undefined ? undefined : artifactsOf(message).endpoint(endpoint));
    if (!to) throw new Fault(`Couldn't find the endpoint named : ${endpoint ?? ''}`);
    const answered = await to.send(message, { blocking: false, outOnly: false });
    if (answered) await runOutFlow(message);
    return STOP;
  };
}
