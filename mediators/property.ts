import {
  attribute,
  convertValue,
  defineMediator,
  dynamicKind,
  enumKind,
  expressionKind,
  Fault,
  integerKind,
  javaRegexKind,
  literalKind,
  type Message,
  nameKind,
  type Run,
  textKind,
  type Value,
} from '../engine/kit.js';

/** Reading the body is needed before these can take effect (mediators-message sheet, section 1). */
const BUILDING_AXIS2_NAMES = new Set(['messageType', 'DISABLE_CHUNKING', 'FORCE_HTTP_1.0']);
const SCOPES = [
  'default',
  'axis2',
  'transport',
  'operation',
  'axis2-client',
  'registry',
  'system',
  'trace',
  'analytics',
] as const;

export default defineMediator({
  element: 'property',
  summary: 'Sets or removes a property of the message, in one of several scopes.',
  attributes: {
    name: attribute(dynamicKind, 'Name of the property.', { required: true }),
    value: attribute(literalKind, 'Literal value.'),
    expression: attribute(expressionKind(), 'Expression that gives the value.'),
    type: attribute(nameKind, 'STRING, BOOLEAN, INTEGER, LONG, SHORT, FLOAT, DOUBLE, OM or JSON.'),
    scope: attribute(enumKind(SCOPES), 'Where the property is kept.', { default: 'default' }),
    action: attribute(textKind, '`remove` takes the property away, everything else sets it.'),
    pattern: attribute(javaRegexKind, 'Java pattern that the whole text must match.'),
    group: attribute(integerKind, 'Group of `pattern` that becomes the value.'),
  },
  body: 'content',
  contentAware({ name, expression, scope }) {
    if (name.contentAware || expression?.contentAware) return true;
    if (scope === 'axis2') return BUILDING_AXIS2_NAMES.has(name.source);
    return scope === 'transport' && name.source === 'Content-Encoding';
  },
  example: `<property name="access_token" expression="json-eval($.access_token)"/>`,
  check({ name, value, expression, action, pattern, group, type, body, element, place }, report) {
    const invalid = (reason: string, attributeName: string) =>
      report.add('mediator/invalid', element.attribute(attributeName)?.place ?? place, { reason });
    if (name.source === '') invalid('The property needs a name.', 'name');
    if (group !== undefined && !pattern) invalid('group has a meaning only beside pattern.', 'group');
    if (group !== undefined && group < 0) invalid('group must not be negative.', 'group');
    if (action === 'remove') return;
    if (value === undefined && expression === undefined && body.elements().length === 0) {
      report.add('grammar/missing-one-of', place, { names: 'value, expression, a child element' });
    }
    if (value !== undefined && expression) {
      report.add('grammar/losing-alternative', element.attribute('expression')!.place, {
        name: 'expression',
        winner: 'value',
      });
    }
    if (value !== undefined && type !== undefined && !isConvertible(type, value)) {
      report.add('mediator/not-convertible', element.attribute('value')!.place, { type, element: 'property' });
    }
  },
  compile({ name, value, expression, type, scope, action, pattern, group, body }) {
    if (action === 'remove') return each(name, (message, resolved) => message.removeProperty(scope, resolved));
    const source = valueSource(value, body.elements()[0]?.toLight(), expression, type);
    const reduced: typeof source = pattern ? (message) => reduce(source(message)) : source;
    return each(name, (message, resolved) => message.setProperty(scope, resolved, reduced(message)));

    function reduce(result: Value): Value {
      if (typeof result !== 'string') return result;
      const groups = pattern!.match(result)?.groups;
      return groups?.[group ?? 0] ?? '';
    }
  },
});

type Names = { readonly source: string; readonly text: string | undefined; string(message: Message): string | null };

/** Runs an action with the property's name; a name that comes out empty only warns (mediators-message sheet, section 2). */
function each(name: Names, action: (message: Message, name: string) => void): Run {
  const fixed = name.text;
  if (fixed !== undefined) {
    return (message) => {
      action(message, fixed);
      return true;
    };
  }
  return (message) => {
    const resolved = name.string(message);
    if (resolved) action(message, resolved);
    else message.services.log.warn(`The name of the property, ${name.source}, came out empty`);
    return true;
  };
}

function valueSource(
  literal: string | undefined,
  child: ReturnType<import('../engine/kit.js').ArtifactElement['toLight']> | undefined,
  expression: import('../engine/kit.js').Expression | undefined,
  type: string | undefined,
): (message: Message) => Value {
  if (literal !== undefined) {
    const constant = type === undefined ? literal : convertValue(type, literal, 'literal');
    return () => constant;
  }
  if (child) return () => child.clone();
  if (type === undefined) return (message) => expression!.string(message);
  return (message) => convertValue(type, expression!.string(message), 'expression');
}

function isConvertible(type: string, value: string): boolean {
  try {
    convertValue(type, value, 'literal');
    return true;
  } catch (thrown) {
    if (thrown instanceof Fault) return false;
    throw thrown;
  }
}
