import {
  attribute,
  CONTINUE,
  convertValue,
  defineMediator,
  type Expression,
  enumKind,
  expressionKind,
  Fault,
  literalKind,
  type Message,
  nameKind,
  textKind,
  type Value,
} from '../engine/kit.js';
import { typedValue, untypedValue, type VariableType, variableTypes } from './shared/variable-value.js';

export default defineMediator({
  element: 'variable',
  summary: 'Sets or removes a variable of the message.',
  attributes: {
    name: attribute(nameKind, 'Name of the variable.', { required: true }),
    value: attribute(literalKind, 'Literal value.'),
    expression: attribute(expressionKind(), 'Expression that gives the value.'),
    type: attribute(
      enumKind(variableTypes),
      'Kind of the value; a literal without it is a STRING, an expression keeps its own.',
    ),
    action: attribute(textKind, '`remove` takes the variable away, everything else sets it.'),
  },
  firstOf: [['value'], ['expression']],
  firstOfRequired: ({ action }) => action !== 'remove',
  contentAware: ({ expression }) => expression?.contentAware ?? false,
  example: `<variable name="total" type="DOUBLE" expression="\${payload.order.total}"/>`,
  check({ value, type, element }, report) {
    if (value === undefined || fits(type ?? 'STRING', value)) return;
    const at = element.attribute('value')!.place;
    report.add('mediator/not-convertible', at, { type: type ?? 'STRING', element: 'variable' });
  },
  compile({ name, value, expression, type, action }) {
    if (action === 'remove') {
      return (message) => {
        message.variables.delete(name);
        return CONTINUE;
      };
    }
    const source = value === undefined ? expressionSource(expression!, type) : literalSource(type ?? 'STRING', value);
    return (message) => {
      const result = source(message);
      // A null or missing result leaves the old value (mediators-message sheet, section 1).
      if (result !== undefined && result !== null) message.variables.set(name, result);
      return CONTINUE;
    };
  },
});

type Source = (message: Message) => Value | undefined;

function literalSource(type: VariableType, text: string): Source {
  const constant = convertValue(type, text, 'literal', 'variable');
  return () => constant;
}

function expressionSource(expression: Expression, type: VariableType | undefined): Source {
  // XPath and json-eval have no native result (mediators-message sheet 3).
  const native: Source = (message) => (expression.language === 'synapse' ? expression.value(message) : undefined);
  if (type === undefined) {
    return (message) => {
      const result = native(message);
      return result === undefined ? undefined : untypedValue(result);
    };
  }
  if (type === 'STRING') return (message) => expression.string(message);
  if (type === 'XML') return (message) => convertValue('XML', expression.string(message), 'expression', 'variable');
  return (message) => {
    const result = native(message);
    const typed = result === undefined ? undefined : typedValue(type, result);
    if (typed !== undefined) return typed;
    throw new Fault(`Expression '${expression.source}' result does not match the expected data type '${type}'`);
  };
}

function fits(type: VariableType, text: string): boolean {
  try {
    convertValue(type, text, 'literal', 'variable');
    return true;
  } catch (thrown) {
    if (thrown instanceof Fault) return false;
    throw thrown;
  }
}
