import {
  attribute,
  convertValue,
  type Expression,
  enumKind,
  expressionKind,
  Fault,
  literalKind,
  type Message,
  nameKind,
  type Shape,
  type Value,
  type ValuesOf,
} from '../../engine/kit.js';
import { typedValue, type VariableType, variableTypes } from './variable-value.js';

/** `<argument>` of the inputs of a script: a further argument of its function. */
export const scriptArgumentShape = {
  attributes: {
    name: attribute(
      nameKind,
      'Name of the argument, for the reader: they are passed in the order in which they stand.',
      {
        required: true,
      },
    ),
    type: attribute(enumKind(variableTypes), 'Kind of the value; JSON arrives as an object.', { default: 'STRING' }),
    value: attribute(literalKind, 'Literal value.'),
    expression: attribute(expressionKind(), 'Expression that gives the value.'),
  },
  firstOf: [['value'], ['expression']],
} as const satisfies Shape;

/** Compiles an argument: its value, message by message, in the kind that `type` names, as the variable mediator has it. */
export function compileScriptArgument({
  type,
  value,
  expression,
}: ValuesOf<typeof scriptArgumentShape>): (message: Message) => Value {
  if (value === undefined) return (message) => evaluate(type, expression!, message);
  return () => convertValue(type, value, 'literal', 'variable');
}

function evaluate(type: VariableType, expression: Expression, message: Message): Value {
  const native = expression.language === 'synapse' ? expression.value(message) : undefined;
  if (type === 'STRING' || native === undefined) {
    return convertValue(type, expression.string(message), 'expression', 'variable');
  }
  const typed = typedValue(type, native);
  if (typed !== undefined) return typed;
  throw new Fault(`Expression '${expression.source}' result does not match the expected data type '${type}'`);
}
