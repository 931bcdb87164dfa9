import {
  type ArtifactElement,
  addressEndpoint,
  artifactsOf,
  attribute,
  CONTINUE,
  defineMediator,
  type Endpoint,
  endpointShape,
  enumKind,
  errorCodes,
  Fault,
  keyKind,
  type Load,
  type Message,
  one,
  textKind,
  toAddress,
  type ValuesOf,
} from '../engine/kit.js';
import { calloutSourceShape, calloutTargetShape, compileCalloutSource, putAnswer } from './shared/callout-payload.js';
import { runCopy } from './shared/copy-flow.js';

const JAVA_CLIENT = 'it configures a Java client';
/** Names that stand for names are followed so far. */
const MOST_HOPS = 10;
/** Kinds of endpoints that send to several others. */
const GROUPS: ReadonlySet<string> = new Set(['failover', 'loadbalance', 'recipientlist']);

const securityShape = {
  attributes: {
    policy: attribute(textKind, 'WS-Security policy.'),
    outboundPolicy: attribute(textKind, 'Policy of the request.'),
    inboundPolicy: attribute(textKind, 'Policy of the answer.'),
  },
  firstOf: [['policy'], ['outboundPolicy', 'inboundPolicy'], ['outboundPolicy'], ['inboundPolicy']],
} as const;

export default defineMediator({
  element: 'callout',
  summary: 'Sends a copy of the message with a blocking call; the answer goes into the message.',
  attributes: {
    serviceURL: attribute(textKind, 'Where to; wins over endpointKey and endpoint.'),
    endpointKey: attribute(keyKind('endpoint'), 'Endpoint by name; wins over the child.'),
    action: attribute(textKind, 'SOAP action of the request.'),
    useServerConfig: attribute(textKind, 'Whether the Java client has the configuration of the server.', {
      ignored: JAVA_CLIENT,
    }),
    initAxis2ClientOptions: attribute(
      enumKind(['true', 'false'], { ignoreCase: true }),
      'Option of the Java client, without effect here.',
    ),
  },
  children: {
    configuration: one(
      {
        attributes: {
          axis2xml: attribute(textKind, 'File of the Java client.', { ignored: JAVA_CLIENT }),
          repository: attribute(textKind, 'Folder of the Java client.', { ignored: JAVA_CLIENT }),
        },
      },
      'The Java client.',
    ),
    endpoint: one(endpointShape, 'Where to. Without any of the three the message goes to its To address.'),
    source: one(calloutSourceShape, 'What is sent; default: the whole envelope.'),
    target: one(calloutTargetShape, 'Where the answer goes; default: it replaces the body.'),
    enableSec: one(securityShape, 'WS-Security, which this engine does not have: nothing is sent.'),
  },
  contentAware: true,
  example: '<callout serviceURL="http://backend.example/menu"><source type="envelope"/><target key="menu"/></callout>',
  compile(values, load) {
    const { action, enableSec, source, target } = values;
    const find = compileEndpoint(values, load);
    const payload = source && compileCalloutSource(source);
    if (enableSec) load.report.add('endpoint/no-security', enableSec.place);
    return async (message) => {
      if (enableSec) throw securityFault();
      const endpoint = find(message);
      const outOnly = message.properties.get('OUT_ONLY') === 'true';
      const copy = message.copy();
      copy.properties.delete('blocking.sender.error');
      payload?.(message, copy);
      if (action !== undefined) copy.action = action;
      // A failed call is the copy's: its handlers run, and the flow of the message ends here.
      const outcome = await runCopy(copy, () => endpoint.send(copy, { blocking: true, outOnly }));
      if (!outcome || outOnly) return outcome;
      putAnswer(message, copy, target);
      return CONTINUE;
    };
  },
});

interface EndpointValues {
  readonly serviceURL: string | undefined;
  readonly endpointKey: string | undefined;
  readonly endpoint: ValuesOf<typeof endpointShape> | undefined;
  readonly element: ArtifactElement;
}

/** Gives the endpoint for a message. Throws Fault. */
function compileEndpoint(
  { serviceURL, endpointKey, endpoint, element }: EndpointValues,
  load: Load,
): (message: Message) => Endpoint {
  if (serviceURL !== undefined) {
    const address = addressEndpoint(serviceURL, element.attribute('serviceURL')!.place);
    return () => address;
  }
  if (endpointKey !== undefined) return (message) => single(named(endpointKey, message), message);
  const inner = endpoint ? load.endpoint(endpoint.element) : toAddress;
  return (message) => single(inner!, message);
}

function named(key: string, message: Message): Endpoint {
  const endpoint = artifactsOf(message).endpoint(key);
  if (!endpoint) throw new Fault(`Couldn't find the endpoint with the key : ${key}`);
  return endpoint;
}

/** Refuses groups, also those that a name stands for. */
function single(endpoint: Endpoint, message: Message): Endpoint {
  let target: Endpoint | undefined = endpoint;
  for (let hop = 0; target?.target && hop < MOST_HOPS; hop++) target = target.target(message);
  if (target && GROUPS.has(target.kind)) throw new Fault('Endpoint Type not supported');
  return endpoint;
}

/** What was meant to be signed or encrypted does not go out without. */
function securityFault(): Fault {
  return new Fault('WS-Security is not available, so nothing was sent by the callout', {
    errorCode: errorCodes.authenticationFailed,
  });
}
