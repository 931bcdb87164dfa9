import { expandReplacement, parseReplacement } from '../java-regex/replacement.js';
import type { TemplateExpression, TemplateVariable } from './template.js';

/** Escaped in the values of `{+a}` and `{#a}`, beside controls, blanks and non-ASCII; `%` unless it starts an escape. */
const outsideUri = '<>%"{}|\\^[]`';
/** Escaped everywhere else: everything but letters, digits and `-._~`. */
const reserved = `:/,?#[]@ %|\\\`"^!$&'()*+;=<>{}`;

const separators = { '': ',', '+': ',', '#': ',', '.': '.', '/': '/', ';': ';', '?': '&', '&': '&' } as const;
const noNames: ReadonlyMap<string, number> = new Map();

/**
 * Expands a template with the variables that are set. The reference's library puts each value in by Java's pattern
 * replacement, so a `$` that is not escaped (`{+a}`, `{#a}`) is taken for a group.
 * @throws Error with Java's message for such a `$`
 */
export function expandTemplate(
  template: string,
  expressions: readonly TemplateExpression[],
  variables: ReadonlyMap<string, string>,
): string {
  let result = template;
  for (const expression of expressions) {
    if (!result.includes(expression.text)) continue;
    const replacement = parseReplacement(expressionText(expression, variables), 0, noNames);
    result = result.replaceAll(expression.text, () => expandReplacement(replacement, [expression.text]));
  }
  return result;
}

function expressionText({ operator, variables }: TemplateExpression, values: ReadonlyMap<string, string>): string {
  const parts: string[] = [];
  for (const variable of variables) {
    const value = values.get(variable.name);
    if (value !== undefined) parts.push(variableText(operator, variable, value));
  }
  if (parts.length === 0) return '';
  return (operator === '+' ? '' : operator) + joined(parts, separators[operator]);
}

function variableText(
  operator: TemplateExpression['operator'],
  { name, prefix, explode }: TemplateVariable,
  value: string,
): string {
  const text = prefix === undefined ? value : value.slice(0, prefix);
  const escaped = operator === '+' || operator === '#' ? escapeKeepingUri(text) : percentEncode(text, reserved);
  if (operator !== ';' && operator !== '?' && operator !== '&') return escaped;
  if (operator === ';' && escaped === '') return explode ? `${name}*` : name;
  return `${name}=${escaped}`;
}

/** Empty parts are left out; the separator of the part before one stays, as in the reference's library. */
function joined(parts: readonly string[], separator: string): string {
  if (parts.length === 1) return parts[0]!;
  let text = '';
  parts.forEach((part, at) => {
    if (part !== '') text += part + (at < parts.length - 1 ? separator : '');
  });
  return text;
}

function escapeKeepingUri(text: string): string {
  return text
    .split(/(%[0-9A-Fa-f]{2})/)
    .map((part, at) => (at % 2 === 1 ? part : percentEncode(part, outsideUri)))
    .join('');
}

/** Percent-encodes UTF-8: controls, blanks, everything beyond ASCII, and the given characters. */
function percentEncode(text: string, characters: string): string {
  let escaped = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const char = String.fromCharCode(byte);
    const keep = byte > 0x20 && byte < 0x80 && !characters.includes(char);
    escaped += keep ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}
