import { compileExpression } from '../expressions/index.js';
import { badValue } from '../grammar/index.js';
import type { ArtifactElement } from '../xml/index.js';
import type {
  CommonDefinition,
  EndpointDefinition,
  FailoverDefinition,
  LoadBalanceDefinition,
  Member,
  RecipientListDefinition,
  SessionRule,
} from './definition.js';
import {
  attributeText,
  checkNames,
  childrenOf,
  type EndpointReadContext,
  expressionContext,
  firstChild,
  knownText,
  textOf,
} from './read-context.js';

/** Reads a child of a group; passed in, because groups stand in groups. */
export type ReadChild = (element: ArtifactElement, context: EndpointReadContext) => EndpointDefinition | undefined;

/** Reads `<failover>` (endpoints sheet 1.7). */
export function readFailover(
  element: ArtifactElement,
  common: CommonDefinition,
  context: EndpointReadContext,
  read: ReadChild,
): FailoverDefinition {
  checkNames(element, { attributes: ['dynamic', 'buildMessage'], children: ['endpoint'] }, context);
  warnOfOnError(element, context);
  const children = readChildren(element, context, read);
  if (childrenOf(element, 'endpoint').length === 0)
    context.report.add('endpoint/no-children', element.place, { name: 'failover' });
  return {
    ...common,
    kind: 'failover',
    dynamic: element.attribute('dynamic')?.value.toLowerCase() !== 'false',
    children,
  };
}

/** Reads `<loadbalance>` and its sibling `<session>` (endpoints sheet 1.8). */
export function readLoadBalance(
  element: ArtifactElement,
  common: CommonDefinition,
  context: EndpointReadContext,
  read: ReadChild,
): LoadBalanceDefinition {
  const attributes = ['algorithm', 'policy', 'failover', 'buildMessage'];
  checkNames(element, { attributes, children: ['endpoint', 'member'] }, context);
  warnOfOnError(element, context);
  const children = readChildren(element, context, read);
  const members = readMembers(element, context);
  checkEither(element, context);
  const algorithm = readAlgorithm(element, context);
  if (algorithm === 'weighted') checkWeights(element, children, context);
  const failover = element.attribute('failover')?.value.toLowerCase() !== 'false';
  return {
    ...common,
    kind: 'loadbalance',
    algorithm,
    failover,
    children,
    members,
    session: readSession(element, context),
  };
}

/** Reads `<recipientlist>` (endpoints sheet 1.9). */
export function readRecipientList(
  element: ArtifactElement,
  common: CommonDefinition,
  context: EndpointReadContext,
  read: ReadChild,
): RecipientListDefinition {
  checkNames(element, { children: ['endpoint', 'member', 'endpoints'] }, context);
  warnOfOnError(element, context);
  const children = readChildren(element, context, read);
  const members = readMembers(element, context);
  const list = children.length + members.length === 0 ? firstChild(element, 'endpoints', context) : undefined;
  if (!list) checkEither(element, context);
  const maxCache = Number(list?.attribute('max-cache')?.value.trim() || Number.NaN);
  return {
    ...common,
    kind: 'recipientlist',
    children,
    members,
    addresses: list && readAddresses(list, context),
    maxCache: Number.isInteger(maxCache) && maxCache >= 0 ? maxCache : 20,
  };
}

function readChildren(element: ArtifactElement, context: EndpointReadContext, read: ReadChild): EndpointDefinition[] {
  const keys = new Set<string>();
  const children: EndpointDefinition[] = [];
  for (const child of childrenOf(element, 'endpoint')) {
    const key = child.attribute('key');
    if (key && keys.has(key.value)) context.report.add('endpoint/duplicate-key', key.place, { key: key.value });
    if (key) keys.add(key.value);
    const definition = read(child, context);
    if (definition) children.push(definition);
  }
  return children;
}

function checkEither(element: ArtifactElement, { report }: EndpointReadContext): void {
  const endpoints = childrenOf(element, 'endpoint').length;
  const members = childrenOf(element, 'member').length;
  if (endpoints + members === 0) report.add('endpoint/no-children', element.place, { name: element.name });
  if (endpoints > 0 && members > 0) report.add('endpoint/children-and-members', element.place, { name: element.name });
}

function readMembers(element: ArtifactElement, context: EndpointReadContext): Member[] {
  const members: Member[] = [];
  for (const child of childrenOf(element, 'member')) {
    checkNames(child, { attributes: ['hostName', 'httpPort', 'httpsPort'] }, context);
    const host = memberText(child, 'hostName', context);
    if (!host) context.report.add('grammar/missing-attribute', child.place, { name: 'hostName' });
    members.push({
      host: host ?? '',
      httpPort: readPort(child, 'httpPort', context),
      httpsPort: readPort(child, 'httpsPort', context),
    });
  }
  return members;
}

function readPort(element: ArtifactElement, name: string, context: EndpointReadContext): number | undefined {
  const attribute = element.attribute(name);
  const text = memberText(element, name, context)?.trim();
  if (!attribute || !text) return undefined;
  if (/^\d{1,5}$/.test(text)) return Number(text);
  return badValue(attributeText(attribute, element), context, 'it must be a port number');
}

function memberText(element: ArtifactElement, name: string, context: EndpointReadContext): string | undefined {
  const attribute = element.attribute(name);
  return attribute && knownText(attributeText(attribute, element), context);
}

const algorithmPackage = 'org.apache.synapse.endpoints.algorithms.';

function readAlgorithm(element: ArtifactElement, { report }: EndpointReadContext): LoadBalanceDefinition['algorithm'] {
  const policy = element.attribute('policy');
  const algorithm = element.attribute('algorithm');
  if (policy && algorithm) report.add('endpoint/policy-and-algorithm', policy.place);
  if (policy && policy.value.trim() !== 'roundRobin') {
    const values = { value: JSON.stringify(policy.value), name: 'policy', reason: 'the only policy is roundRobin' };
    report.add('grammar/bad-value', policy.place, values);
  }
  const name = algorithm?.value.trim();
  if (name === undefined || name === `${algorithmPackage}RoundRobin`) return 'roundRobin';
  if (name === `${algorithmPackage}WeightedRoundRobin`) return 'weighted';
  report.add('endpoint/unknown-algorithm', algorithm!.place, { name });
  return 'roundRobin';
}

function checkWeights(
  element: ArtifactElement,
  children: readonly EndpointDefinition[],
  { report }: EndpointReadContext,
): void {
  for (const child of children) {
    const weight = weightText(child);
    if (weight === undefined || /^\+?0*[1-9]\d*$/.test(weight)) continue;
    const values = {
      value: JSON.stringify(weight),
      name: 'loadbalance.weight',
      reason: 'it must be a whole number greater than zero',
    };
    report.add('grammar/bad-value', child.place ?? element.place, values);
  }
}

/** The weight of a child of a weighted group, as written. */
export function weightText({ properties }: EndpointDefinition): string | undefined {
  const weight = properties.find(({ name }) => name === 'loadbalance.weight')?.value;
  return typeof weight === 'string' ? weight : undefined;
}

const sessionTypes = ['http', 'soap', 'simpleClientSession'] as const;

function readSession(element: ArtifactElement, context: EndpointReadContext): SessionRule | undefined {
  const session = element.parent && firstChild(element.parent, 'session', context);
  if (!session) return undefined;
  checkNames(session, { attributes: ['type'], children: ['sessionTimeout'] }, context);
  const type = session.attribute('type');
  const known = sessionTypes.find((name) => name.toLowerCase() === type?.value.toLowerCase());
  if (!known) {
    if (type) badValue(attributeText(type, session), context, `it must be one of ${sessionTypes.join(', ')}`);
    else context.report.add('grammar/missing-attribute', session.place, { name: 'type' });
    return undefined;
  }
  const timeout = firstChild(session, 'sessionTimeout', context);
  const text = timeout && textOf(timeout);
  if (text && !/^\d+$/.test(text.value)) badValue(text, context, 'it must be a whole number of milliseconds');
  return { type: known, timeout: text && Number(text.value) };
}

function readAddresses(element: ArtifactElement, context: EndpointReadContext): RecipientListDefinition['addresses'] {
  checkNames(element, { attributes: ['value', 'max-cache'] }, context);
  const attribute = element.attribute('value');
  if (!attribute) {
    context.report.add('grammar/missing-attribute', element.place, { name: 'value' });
    return undefined;
  }
  const raw = attributeText(attribute, element);
  if (!raw.value.startsWith('{') || !raw.value.endsWith('}')) return raw.value;
  return compileExpression(raw.value.slice(1, -1), expressionContext(raw, 1, context));
}

/** Only endpoints that send by themselves run their own `onError`. */
function warnOfOnError(element: ArtifactElement, { report }: EndpointReadContext): void {
  const onError = element.parent?.attribute('onError');
  if (onError)
    report.add('grammar/ignored', onError.place, {
      name: 'onError',
      reason: `a ${element.name} endpoint does not run it`,
    });
}
