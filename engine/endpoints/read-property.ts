import { compileExpression } from '../expressions/index.js';
import type { ArtifactElement } from '../xml/index.js';
import type { EndpointProperty } from './definition.js';
import { attributeText, checkNames, childrenOf, type EndpointReadContext, expressionContext } from './read-context.js';

const scopes = ['default', 'transport', 'axis2', 'axis2-client'] as const;

/** Reads the `<property>` children of an `<endpoint>` (endpoints sheet 2.4). */
export function readProperties(element: ArtifactElement, context: EndpointReadContext): EndpointProperty[] {
  const properties: EndpointProperty[] = [];
  for (const child of childrenOf(element, 'property')) {
    checkNames(child, { attributes: ['name', 'value', 'expression', 'scope', 'type'] }, context);
    const property = readProperty(child, context);
    if (property) properties.push(property);
  }
  return properties;
}

function readProperty(element: ArtifactElement, context: EndpointReadContext): EndpointProperty | undefined {
  const { report } = context;
  const name = element.attribute('name')?.value;
  if (!name) {
    report.add('grammar/missing-attribute', element.place, { name: 'name' });
    return undefined;
  }
  const scope = readScope(element, context);
  const value = readValue(element, context);
  return scope === undefined || value === undefined ? undefined : { name, scope, value };
}

function readScope(element: ArtifactElement, { report }: EndpointReadContext): EndpointProperty['scope'] | undefined {
  const attribute = element.attribute('scope');
  if (!attribute) return 'default';
  const scope = scopes.find((known) => known === attribute.value);
  if (!scope) {
    const values = {
      value: JSON.stringify(attribute.value),
      name: 'scope',
      reason: `it must be one of ${scopes.join(', ')}`,
    };
    report.add('grammar/bad-value', attribute.place, values);
  }
  return scope;
}

function readValue(element: ArtifactElement, context: EndpointReadContext): EndpointProperty['value'] | undefined {
  const value = element.attribute('value');
  const expression = element.attribute('expression');
  if (value && value.value !== '') {
    if (expression)
      context.report.add('grammar/losing-alternative', expression.place, { name: 'expression', winner: 'value' });
    return value.value;
  }
  if (expression && expression.value !== '') {
    return compileExpression(expression.value, expressionContext(attributeText(expression, element), 0, context));
  }
  context.report.add('grammar/missing-one-of', element.place, { names: 'value, expression' });
  return undefined;
}
