import { Fault } from '../../errors/index.js';
import { attribute, keyKind, many, nameKind, one, type Shape, textKind } from '../../grammar/index.js';
import type { Message } from '../../message/index.js';
import { type Outcome, type Run, STOP } from '../../run/index.js';
import { defineArtifact } from '../artifact.js';
import { faultHandlerOf, flowOf } from '../flows.js';
import { runOutFlow } from '../out-flow.js';
import { artifactsOf } from '../table.js';

const flowShape = {
  attributes: { onError: attribute(keyKind('sequence'), 'Runs when a mediator inside fails.') },
  body: 'mediators',
} as const satisfies Shape;

const targetShape = {
  attributes: {
    inSequence: attribute(keyKind('sequence'), 'Sequence for the request; wins over the child.'),
    outSequence: attribute(keyKind('sequence'), 'Sequence for the answer; wins over the child.'),
    faultSequence: attribute(keyKind('sequence'), 'Sequence for faults; wins over the child.'),
    endpoint: attribute(keyKind('endpoint'), 'Endpoint that the request goes to after the in-sequence.'),
  },
  children: {
    inFlow: one(flowShape, 'Mediators for the request.', { element: 'inSequence' }),
    outFlow: one(flowShape, 'Mediators for the answer.', { element: 'outSequence' }),
    faultFlow: one(flowShape, 'Mediators for faults.', { element: 'faultSequence' }),
    inlineEndpoint: one({ body: 'content' }, 'Endpoint that the request goes to.', { element: 'endpoint' }),
  },
} as const satisfies Shape;

const NOT_HTTP = 'proxies are reached over HTTP only';
const NO_WSDL = 'WSDL is not published';

/** A proxy service: `/services/<name>` (configuration sheet, section 4). */
export const proxy = defineArtifact({
  element: 'proxy',
  summary: 'A service under /services/<name>: an in-sequence, an endpoint, an out-sequence.',
  attributes: {
    name: attribute(nameKind, 'Name of the proxy.', { required: true }),
    transports: attribute(textKind, 'Transports it is reached through.'),
    startOnLoad: attribute(textKind, '`false`: not started.'),
    pinnedServers: attribute(textKind, 'Servers that start it.', { ignored: 'there is one server' }),
    serviceGroup: attribute(textKind, 'Group of the Java service.', { ignored: 'there are no service groups' }),
  },
  children: {
    target: one(targetShape, 'What the proxy does.', { required: true }),
    publishWSDL: many({ body: 'content' }, 'Definition of the service.'),
    policy: many({ body: 'content' }, 'WS-Policy of the service.'),
    parameter: many(
      { body: 'content', attributes: { name: attribute(textKind, 'Name.'), locked: attribute(textKind, '') } },
      'Parameter of a transport.',
    ),
    enableAddressing: one({ body: 'content' }, NOT_HTTP),
    enableSec: one({ body: 'content' }, NOT_HTTP),
    enableRM: one({ body: 'content' }, NOT_HTTP),
  },
  compile({ name, target, publishWSDL, place }, builder) {
    for (const wsdl of publishWSDL)
      builder.report.add('grammar/ignored', wsdl.place, { name: 'publishWSDL', reason: NO_WSDL });
    const key = target.endpoint;
    const inline = target.inlineEndpoint && builder.endpoint(target.inlineEndpoint.element);
    const inFlow = flowOf(
      target.inSequence,
      target.inFlow,
      builder,
      (missing) => `Unable to find in-sequence : ${missing}`,
    );
    if (!inFlow && key === undefined && !target.inlineEndpoint) {
      builder.report.add('grammar/missing-one-of', target.place, { names: 'inSequence, endpoint' });
    }
    const endpoint =
      key === undefined ? inline && (() => inline) : (message: Message) => deployedEndpoint(message, key);
    const value = {
      name,
      place,
      inFlow: proxyInFlow(inFlow, endpoint),
      outFlow: flowOf(
        target.outSequence,
        target.outFlow,
        builder,
        (missing) => `Unable to find out-sequence : ${missing}`,
      ),
      faultHandler: faultHandlerOf(target.faultSequence, target.faultFlow, builder),
    };
    return { kind: 'proxy', name, value };
  },
});

function deployedEndpoint(message: Message, key: string) {
  const endpoint = artifactsOf(message).endpoint(key);
  if (!endpoint) throw new Fault(`Unable to find the endpoint specified : ${key}`);
  return endpoint;
}

type Target = ReturnType<typeof deployedEndpoint>;

/** The in-sequence, then the endpoint, unless the sequence stopped or a non-blocking call came back inside it. */
function proxyInFlow(inFlow: Run | undefined, endpoint: ((message: Message) => Target) | undefined): Run {
  return async (message): Promise<Outcome> => {
    const outcome = inFlow ? await inFlow(message) : true;
    if (!outcome || !endpoint || message.resumed) return outcome;
    message.exchange.ending = 'send';
    const answered = await endpoint(message).send(message, { blocking: false, outOnly: false });
    if (answered) await runOutFlow(message);
    return STOP;
  };
}
