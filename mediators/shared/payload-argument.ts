import {
  attribute,
  booleanKind,
  compileExpression,
  type Expression,
  type Load,
  type Message,
  rawContext,
  type Shape,
  textKind,
  type ValuesOf,
} from '../../engine/kit.js';
import { escapeXml, looksLikeJson, looksLikeXml, type Media } from './payload-text.js';

/** `<arg>`: a literal, or an expression with its language. */
export const argumentShape = {
  attributes: {
    value: attribute(textKind, 'Literal value; wins over expression. It is XML-escaped in every media type.'),
    expression: attribute(textKind, 'XPath, or JSONPath with evaluator="json".'),
    evaluator: attribute(textKind, '`json` for JSONPath, anything else is XPath.', { default: 'xml' }),
    literal: attribute(booleanKind, 'The value is text, whatever it looks like.', { default: false }),
    deepCheck: attribute(textKind, 'Old switch.', { ignored: 'newer engines do not read it' }),
  },
} as const satisfies Shape;

/** A value on its way into the template, with the kind that decides how it is inserted. */
export interface ArgumentValue {
  readonly text: string;
  readonly kind: 'xml' | 'json' | 'string';
  readonly literal: boolean;
  readonly constant: boolean;
}

/** Evaluates an argument for a message. */
export type Argument = (message: Message) => ArgumentValue;

/** Compiles an argument by the rules of the mediators-message sheet 6.1, "Args". */
export function compileArgument(values: ValuesOf<typeof argumentShape>, media: Media, load: Load): Argument {
  const { value, literal } = values;
  if (value !== undefined) {
    const constant = constantValue(value, literal);
    return () => constant;
  }
  const expression = readExpression(values, load);
  const isPath = values.evaluator === 'json';
  return (message) => expressionValue(expression?.string(message) ?? '', media, isPath, literal);
}

function constantValue(value: string, literal: boolean): ArgumentValue {
  const isXml = looksLikeXml(value);
  const text = isXml ? value : escapeXml(value);
  return { text, kind: !literal && isXml ? 'xml' : 'string', literal, constant: true };
}

function expressionValue(value: string, media: Media, isPath: boolean, literal: boolean): ArgumentValue {
  const isXml = looksLikeXml(value);
  const isJson = isPath && looksLikeJson(value);
  const text = media === 'xml' && !isXml && !isJson ? escapeXml(value) : value;
  return { text, kind: literal ? 'string' : kindOf(isXml && !isPath, isJson), literal, constant: false };
}

function kindOf(isXml: boolean, isJson: boolean): ArgumentValue['kind'] {
  if (isXml) return 'xml';
  return isJson ? 'json' : 'string';
}

/** The expression in the language that `evaluator` names. */
function readExpression(
  { expression, evaluator, element, place }: ValuesOf<typeof argumentShape>,
  load: Load,
): Expression | undefined {
  const at = element.attribute('expression');
  if (expression === undefined || !at || expression.trim() === '') {
    load.report.add('grammar/missing-one-of', place, { names: 'value, expression' });
    return undefined;
  }
  return compileExpression(
    expression,
    rawContext(at, element, load.report),
    evaluator === 'json' ? { jsonpath: true } : { xpath: true },
  );
}
