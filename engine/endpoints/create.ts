import { RoundRobin, WeightedRoundRobin } from './balance.js';
import type { EndpointDefinition, LoadBalanceDefinition, RecipientListDefinition } from './definition.js';
import type { Endpoint } from './endpoint.js';
import { FailoverEndpoint } from './failover.js';
import { IndirectEndpoint } from './indirect.js';
import { LeafEndpoint } from './leaf.js';
import { LoadBalanceEndpoint } from './loadbalance.js';
import { MemberEndpoint } from './member.js';
import { weightText } from './read-groups.js';
import { RecipientListEndpoint } from './recipient-list.js';
import { SessionLoadBalance } from './session-loadbalance.js';
import { TemplateInstance } from './template-instance.js';

/** Makes the endpoint of a definition, with those inside it. Its state lives as long as the object. */
export function createEndpoint(definition: EndpointDefinition): Endpoint {
  return create(definition, false);
}

function create(definition: EndpointDefinition, child: boolean): Endpoint {
  switch (definition.kind) {
    case 'indirect':
      return new IndirectEndpoint(definition);
    case 'template':
      return new TemplateInstance(definition, createEndpoint);
    case 'failover':
      return new FailoverEndpoint(definition, definition.children.map(createChild));
    case 'loadbalance':
      return createLoadBalance(definition);
    case 'recipientlist':
      return new RecipientListEndpoint(definition, membersOf(definition));
    default:
      return new LeafEndpoint(definition, child);
  }
}

function createChild(definition: EndpointDefinition): Endpoint {
  return create(definition, true);
}

function createLoadBalance(definition: LoadBalanceDefinition): Endpoint {
  const children = membersOf(definition);
  const algorithm =
    definition.algorithm === 'weighted' && definition.members.length === 0
      ? new WeightedRoundRobin(definition.children.map((child) => Number(weightText(child) ?? 1)))
      : new RoundRobin(children.length);
  const { session } = definition;
  if (session) return new SessionLoadBalance(definition, children, algorithm, session);
  return new LoadBalanceEndpoint(definition, children, algorithm);
}

function membersOf({ members, children, place }: LoadBalanceDefinition | RecipientListDefinition): Endpoint[] {
  if (members.length > 0) return members.map((member) => new MemberEndpoint(member, place));
  return children.map(createChild);
}
