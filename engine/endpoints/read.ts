import { compileExpression } from '../expressions/index.js';
import { SYNAPSE_NAMESPACE } from '../grammar/index.js';
import type { ArtifactElement } from '../xml/index.js';
import type {
  CommonDefinition,
  EndpointDefinition,
  IndirectDefinition,
  TemplateInstanceDefinition,
} from './definition.js';
import {
  attributeText,
  checkNames,
  childrenOf,
  deployText,
  type EndpointReadContext,
  expressionContext,
} from './read-context.js';
import { readFailover, readLoadBalance, readRecipientList } from './read-groups.js';
import { readAddress, readDefault, readHttp, readWsdl } from './read-http.js';
import { readProperties } from './read-property.js';

/** Attributes of `<endpoint>`. */
const endpointAttributes = ['name', 'onError', 'key', 'key-expression', 'template', 'uri'];

type KindReader = (
  kind: ArtifactElement,
  common: CommonDefinition,
  context: EndpointReadContext,
) => EndpointDefinition | undefined;

/** Children that tell the kind of an endpoint, in the order in which they are looked for (endpoints sheet, section 1). */
const kinds: readonly (readonly [child: string, read: KindReader])[] = [
  ['address', readAddress],
  ['wsdl', readWsdl],
  ['default', readDefault],
  ['loadbalance', (element, common, context) => readLoadBalance(element, common, context, readEndpoint)],
  ['dynamicLoadbalance', refuse],
  ['serviceDynamicLoadbalance', refuse],
  ['failover', (element, common, context) => readFailover(element, common, context, readEndpoint)],
  ['recipientlist', (element, common, context) => readRecipientList(element, common, context, readEndpoint)],
  ['http', readHttp],
  ['class', refuse],
];

/**
 * Reads an `<endpoint>` element, at the top of an artifact or inside a mediator or group. Everything that is wrong goes
 * to the report.
 * @returns undefined when an error makes it unusable
 */
export function readEndpoint(element: ArtifactElement, context: EndpointReadContext): EndpointDefinition | undefined {
  const before = errors(context);
  const definition = readKind(element, context);
  return errors(context) === before ? definition : undefined;
}

function readKind(element: ArtifactElement, context: EndpointReadContext): EndpointDefinition | undefined {
  checkNames(
    element,
    { attributes: endpointAttributes, children: [...kinds.map(([name]) => name), 'property', 'session', 'parameter'] },
    context,
  );
  const common: CommonDefinition = {
    name: element.attribute('name')?.value || undefined,
    place: element.place,
    onError: element.attribute('onError')?.value || undefined,
    properties: readProperties(element, context),
  };
  if (common.onError)
    context.reference({ target: 'sequence', key: common.onError, place: element.attribute('onError')!.place });
  if (element.attribute('key')) return readIndirect(element, common, context);
  if (element.attribute('key-expression')) return readResolving(element, common, context);
  if (element.attribute('template')) return readInstance(element, common, context);
  for (const [name, read] of kinds) {
    const kind = childrenOf(element, name)[0];
    if (kind) return read(kind, common, context);
  }
  context.report.add('endpoint/invalid', element.place, {}, foreignKind(element));
  return undefined;
}

/** A child that would tell the kind, were it in the right namespace. */
function foreignKind(element: ArtifactElement): string | undefined {
  const child = element.elements().find(({ name }) => kinds.some(([kind]) => kind === name));
  return child && `The element ${child.name} must be in the namespace ${SYNAPSE_NAMESPACE}.`;
}

function readIndirect(
  element: ArtifactElement,
  common: CommonDefinition,
  context: EndpointReadContext,
): IndirectDefinition {
  const { value: key, place } = element.attribute('key')!;
  context.reference({ target: 'endpoint', key, place });
  return { ...common, kind: 'indirect', key };
}

function readResolving(
  element: ArtifactElement,
  common: CommonDefinition,
  context: EndpointReadContext,
): IndirectDefinition | undefined {
  const raw = attributeText(element.attribute('key-expression')!, element);
  const key = compileExpression(raw.value, expressionContext(raw, 0, context));
  return key && { ...common, kind: 'indirect', key };
}

function readInstance(
  element: ArtifactElement,
  common: CommonDefinition,
  context: EndpointReadContext,
): TemplateInstanceDefinition | undefined {
  const parameters = new Map<string, string>();
  if (common.name !== undefined) parameters.set('name', common.name);
  const uri = element.attribute('uri');
  const address = uri && deployText(attributeText(uri, element), context);
  if (typeof address === 'string') parameters.set('uri', address);
  else if (address) parameters.set('uri', address.text);
  for (const child of childrenOf(element, 'parameter')) {
    checkNames(child, { attributes: ['name', 'value'] }, context);
    const name = child.attribute('name');
    const value = child.attribute('value');
    if (!name) context.report.add('grammar/missing-attribute', child.place, { name: 'name' });
    if (!value) context.report.add('grammar/missing-attribute', child.place, { name: 'value' });
    if (name && value) parameters.set(name.value, value.value);
  }
  return { ...common, kind: 'template', template: element.attribute('template')!.value, parameters };
}

function refuse(kind: ArtifactElement, _common: CommonDefinition, { report }: EndpointReadContext): undefined {
  report.add('endpoint/unsupported', kind.place, { name: kind.name });
}

function errors({ report }: EndpointReadContext): number {
  return report.findings.filter(({ severity }) => severity === 'error').length;
}
