import {
  type ArtifactElement,
  artifactsOf,
  attribute,
  CONTINUE,
  defineMediator,
  Fault,
  keyKind,
  type Load,
  type Message,
  nameKind,
  one,
  type Run,
  STOP,
  XmlElement,
} from '../engine/kit.js';
import { resourceText } from './shared/resource-text.js';
import { ThrottleGate } from './shared/throttle-gate.js';
import { PolicyError, readThrottlePolicy } from './shared/throttle-policy.js';

export default defineMediator({
  element: 'throttle',
  summary: 'Limits how often, and how many at a time, requests may pass, by the address or domain of the caller.',
  attributes: {
    id: attribute(nameKind, 'Name of the throttle.', { required: true }),
    onAccept: attribute(keyKind('sequence'), 'Sequence for requests that pass; wins over the child.'),
    onReject: attribute(keyKind('sequence'), 'Sequence for requests that do not; wins over the child.'),
  },
  children: {
    policy: one(
      {
        attributes: { key: attribute(keyKind('entry'), 'Local entry or registry resource with the policy.') },
        body: 'content',
      },
      'The policy: inline, or by key. Without one everything passes.',
    ),
    accepted: one({ body: 'content' }, 'Runs for requests that pass.', { element: 'onAccept' }),
    rejected: one({ body: 'content' }, 'Runs for requests that do not; without it the flow ends.', {
      element: 'onReject',
    }),
  },
  example: `<throttle id="orders">
  <policy>
    <wsp:Policy xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy" xmlns:throttle="http://www.wso2.org/products/wso2commons/throttle">
      <throttle:MediatorThrottleAssertion>
        <throttle:MaximumConcurrentAccess>20</throttle:MaximumConcurrentAccess>
        <wsp:Policy>
          <throttle:ID throttle:type="IP">other</throttle:ID>
          <wsp:Policy>
            <throttle:Control>
              <wsp:Policy>
                <throttle:MaximumCount>100</throttle:MaximumCount>
                <throttle:UnitTime>60000</throttle:UnitTime>
                <throttle:ProhibitTimePeriod>10000</throttle:ProhibitTimePeriod>
              </wsp:Policy>
            </throttle:Control>
          </wsp:Policy>
        </wsp:Policy>
      </throttle:MediatorThrottleAssertion>
    </wsp:Policy>
  </policy>
  <onReject><property name="HTTP_SC" value="429" scope="axis2"/><respond/></onReject>
</throttle>`,
  compile({ onAccept, onReject, policy, accepted, rejected }, load) {
    const gateOf = gateSource(policy, load);
    const accept = compileBranch('onAccept', onAccept, accepted?.element, () => CONTINUE, load);
    const reject = compileBranch('onReject', onReject, rejected?.element, () => STOP, load);
    return (message) => {
      // Answers give nothing back here: places are free when the flow is over.
      if (message.isResponse || (gateOf(message)?.admit(message) ?? true)) return accept(message);
      message.log('info', 'You cannot access this service since you have exceeded the allocated quota.');
      return reject(message);
    };
  },
});

type GateOf = (message: Message) => ThrottleGate | undefined;

function gateSource(
  policy: { readonly key?: string | undefined; readonly body: ArtifactElement } | undefined,
  load: Load,
): GateOf {
  if (!policy) return () => undefined;
  return policy.key === undefined ? inlineGate(policy.body, load) : keyedGate(policy.key);
}

/** An inline policy is read once; what is wrong with it is a warning, and a fault in every message. */
function inlineGate(policy: ArtifactElement, load: Load): GateOf {
  const [root] = policy.elements();
  if (!root) return () => undefined;
  try {
    const read = readThrottlePolicy(root.toLight());
    const gate = read && new ThrottleGate(read);
    return () => gate;
  } catch (thrown) {
    if (!(thrown instanceof PolicyError)) throw thrown;
    const reason = `This mediator fails in every message: ${thrown.message}.`;
    load.report.add('mediator/suspicious', root.place, { reason });
    return () => {
      throw policyFault(thrown);
    };
  }
}

/** The policy is looked up per message; its counters begin anew only when its content has changed. */
function keyedGate(key: string): GateOf {
  let content: string | undefined;
  let gate: ThrottleGate | undefined;
  return (message) => {
    const text = resourceText(message, key);
    if (text === undefined) throw new Fault(`Cannot find throttling policy using key : ${key}`);
    if (text !== content) {
      gate = readGate(message, key);
      content = text;
    }
    return gate;
  };
}

function readGate(message: Message, key: string): ThrottleGate | undefined {
  const entry = artifactsOf(message).entry(key);
  if (!(entry instanceof XmlElement)) throw new Fault(`Policy returned from key : ${key} is not an OMElement`);
  try {
    const policy = readThrottlePolicy(entry);
    return policy && new ThrottleGate(policy);
  } catch (thrown) {
    throw thrown instanceof PolicyError ? policyFault(thrown) : thrown;
  }
}

function policyFault(cause: PolicyError): Fault {
  return new Fault('Error processing the throttling policy', { cause, detail: cause.message });
}

/** A branch by key, or inline; without either it does what `otherwise` says. */
function compileBranch(
  name: string,
  key: string | undefined,
  inline: ArtifactElement | undefined,
  otherwise: Run,
  load: Load,
): Run {
  if (key === undefined) return inline ? load.inlineSequence(inline) : otherwise;
  return (message) => {
    const sequence = artifactsOf(message).sequence(key);
    if (!sequence) throw new Fault(`Unable to find ${name} sequence with key : ${key}`);
    return sequence.run(message);
  };
}
