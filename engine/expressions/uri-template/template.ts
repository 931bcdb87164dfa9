/** The operators of RFC 6570. */
export type Operator = '' | '+' | '#' | '.' | '/' | ';' | '?' | '&';

/** One variable of an expression. */
export interface TemplateVariable {
  readonly name: string;
  /** `{a:3}`: as many UTF-16 units of the value. */
  readonly prefix: number | undefined;
  /** `{a*}`. For texts it changes nothing, save the name that `{;a*}` writes for an empty value. */
  readonly explode: boolean;
}

/** One `{...}` of a template. */
export interface TemplateExpression {
  /** As written, with its braces. */
  readonly text: string;
  readonly operator: Operator;
  readonly variables: readonly TemplateVariable[];
}

/** Why a text is no URI template. `offset` counts UTF-16 units of the text. */
export class UriTemplateError extends Error {
  override readonly name = 'UriTemplateError';

  constructor(
    readonly reason: string,
    readonly offset: number,
  ) {
    super(reason);
  }
}

const operators = '+#./;?&';
const variableName = /^(?:[A-Za-z0-9_.]|%[A-Fa-f0-9]{2})+$/;

/**
 * The expressions of a URI template (RFC 6570 level 4) in order.
 * @throws UriTemplateError
 */
export function parseUriTemplate(text: string): readonly TemplateExpression[] {
  const expressions: TemplateExpression[] = [];
  let start = -1;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') {
      if (start >= 0) throw new UriTemplateError('an expression is opened inside another one', at);
      start = at;
    } else if (text[at] === '}') {
      if (start < 0) throw new UriTemplateError("'}' closes nothing", at);
      expressions.push(parseExpression(text.slice(start, at + 1), start));
      start = -1;
    }
  }
  if (start >= 0) throw new UriTemplateError('the expression is not closed', start);
  return expressions;
}

function parseExpression(text: string, start: number): TemplateExpression {
  const first = text[1]!;
  if (first === '!' || first === '=') throw new UriTemplateError(`'${first}' is no operator`, start + 1);
  const operator = operators.includes(first) ? (first as Operator) : '';
  const list = text.slice(1 + operator.length, -1);
  let offset = start + 1 + operator.length;
  const variables: TemplateVariable[] = [];
  for (const part of names(list)) {
    variables.push(parseVariable(part, offset));
    offset += part.length + 1;
  }
  return { text, operator, variables };
}

/** As Java splits at commas: empty names at the end are passed over, but an empty list is one empty name. */
function names(list: string): readonly string[] {
  const kept = list.replace(/,+$/, '');
  return kept === '' && list !== '' ? [] : kept.split(',');
}

function parseVariable(text: string, offset: number): TemplateVariable {
  const colon = text.indexOf(':');
  const prefixed = colon > 0;
  const explode = !prefixed && text.lastIndexOf('*') > 0;
  const name = prefixed ? text.slice(0, colon) : explode ? text.slice(0, -1) : text;
  if (prefixed && !/^\+?[0-9]{1,9}$/.test(text.slice(colon + 1))) {
    throw new UriTemplateError(`the prefix of ${name} is no number`, offset + colon + 1);
  }
  if (!variableName.test(name)) {
    const reason = name === '' ? 'a variable name is missing' : `the variable name ${name} has invalid characters`;
    throw new UriTemplateError(reason, offset);
  }
  return { name, prefix: prefixed ? Number(text.slice(colon + 1)) : undefined, explode };
}
