import {
  attribute,
  CONTINUE,
  convertLiteral,
  convertVariable,
  defineMediator,
  enumKind,
  type Expression,
  expressionKind,
  Fault,
  type Message,
  nameKind,
  textKind,
  type Value,
} from '../engine/kit.js';

const TYPES = ['STRING', 'BOOLEAN', 'INTEGER', 'LONG', 'DOUBLE', 'JSON', 'XML'] as const;
type VariableType = (typeof TYPES)[number];

export default defineMediator({
  element: 'variable',
  summary: 'Sets or removes a variable of the message.',
  attributes: {
    name: attribute(nameKind, 'Name of the variable.', { required: true }),
    value: attribute(textKind, 'Literal value.'),
    expression: attribute(expressionKind(), 'Expression that gives the value.'),
    type: attribute(enumKind(TYPES), 'Kind of the value; a literal without it is a STRING, an expression keeps its own.'),
    action: attribute(textKind, '`remove` takes the variable away, everything else sets it.'),
  },
  firstOf: [['value'], ['expression']],
  firstOfRequired: ({ action }) => action !== 'remove',
  contentAware: ({ expression }) => expression?.contentAware ?? false,
  example: `<variable name="total" type="DOUBLE" expression="\${payload.order.total}"/>`,
  check({ value, type, element }, report) {
    if (value === undefined || convertLiteral(type ?? 'STRING', value) !== undefined) return;
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

function literalSource(type: VariableType, text: string): () => Value | undefined {
  const constant = convertLiteral(type, text);
  return () => constant;
}

function expressionSource(expression: Expression, type: VariableType | undefined): (message: Message) => Value | undefined {
  if (type === 'STRING') return (message) => expression.string(message);
  if (type === 'XML') return (message) => convertVariable('XML', expression.string(message));
  if (type === undefined) return (message) => (expression.language === 'synapse' ? expression.value(message) : undefined);
  return (message) => {
    const native = expression.language === 'synapse' ? expression.value(message) : undefined;
    const converted = native === undefined ? undefined : convertVariable(type, native);
    if (converted !== undefined) return converted;
    throw new Fault(`Expression '${expression.source}' result does not match the expected data type '${type}'`);
  };
}
