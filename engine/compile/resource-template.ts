import { Fault } from '../errors/index.js';

/** A resource's `uri-template`: literals and variables, walked once from left to right (configuration sheet 3.6). */
export interface ResourceTemplate {
  readonly kind: 'uri-template';
  /** The template as written: RESOURCE_PATH. */
  readonly text: string;
  /** What every path that matches starts with. */
  readonly prefix: string;
  /**
   * The variables of a path that matches, undefined when it does not.
   * @param subPath path after the context, with the query, undecoded
   * @throws Fault when a matching part has a malformed percent sequence
   */
  match(subPath: string): ReadonlyMap<string, string> | undefined;
}

/** What a template is read with. */
export interface ResourceTemplateOptions {
  /** `{v}` stops only at `: / ? # [ ] @` (`synapse.allow.subdelims`). Default false: at the sub-delimiters too. */
  readonly allowSubdelims?: boolean;
}

/** Why a template cannot be read. */
export class ResourceTemplateError extends Error {}

const generalDelimiters = ':/?#[]@';
const reservedCharacters = `${generalDelimiters}!$&'()*+,;=`;

/**
 * Reads a uri-template.
 * @throws ResourceTemplateError with the reason
 */
export function readResourceTemplate(text: string, options: ResourceTemplateOptions = {}): ResourceTemplate {
  const reserved = options.allowSubdelims ? generalDelimiters : reservedCharacters;
  const nodes = parseNodes(trimmed(trimmed(text)), reserved);
  const queryOptional = !nodes.some((node) => node.isLiteral && node.token.includes('?'));
  return {
    kind: 'uri-template',
    text,
    prefix: nodes[0]!.isLiteral ? nodes[0]!.token.replace(/\*$/, '') : '',
    match(subPath) {
      const variables = new Map<string, string>();
      const end = walk(nodes, 0, subPath, variables);
      if (end === subPath.length) return variables;
      return queryOptional && end > 0 && subPath[end] === '?' ? variables : undefined;
    },
  };
}

/** One slash at the end does not count. */
function trimmed(template: string): string {
  return template !== '/' && template.endsWith('/') ? template.slice(0, -1) : template;
}

/** A piece of a template. */
interface Node {
  readonly isLiteral: boolean;
  /** The literal, or `{names}`. */
  readonly token: string;
  /** Where a variable before this node stops; undefined = nowhere. */
  readonly first: string | undefined;
  /** Number of characters taken, −1 = no match. */
  match(rest: string, stop: string | undefined, variables: Map<string, string>): number;
}

function parseNodes(template: string, reserved: string): Node[] {
  const nodes: Node[] = [];
  const last = template.length - 1;
  let inside = false;
  let start = 0;
  for (let at = 0; at <= last; at++) {
    const character = template[at];
    if (character === '{') {
      if (inside) throw new ResourceTemplateError('a brace is opened inside an expression');
      if (at + 1 >= last) throw new ResourceTemplateError('the last brace is not closed');
      if (at > start) nodes.push(literal(template.slice(start, at)));
      else if (template[at - 1] !== '}') throw new ResourceTemplateError('it starts with an expression');
      inside = true;
      start = at + 1;
    } else if (character === '}') {
      if (!inside) throw new ResourceTemplateError('a brace is closed that was not opened');
      if (at === start) throw new ResourceTemplateError('an expression is empty');
      nodes.push(expression(template.slice(start, at), reserved));
      inside = false;
      start = at + 1;
    } else if (at === last) {
      const rest = template.slice(start);
      nodes.push(inside ? expression(rest, reserved) : literal(rest));
    }
  }
  if (nodes.length === 0) throw new ResourceTemplateError('it is empty');
  return nodes;
}

/**
 * Walks the nodes from `index` over the rest of the path. The sums follow the reference, its slips included: a node that
 * fails takes one character off what was matched before it, and a slash at the very end adds one.
 */
function walk(nodes: readonly Node[], index: number, rest: string, variables: Map<string, string>): number {
  const next = nodes[index + 1];
  const length = nodes[index].match(rest, next?.first, variables);
  if (length < 0) return -1;
  if (length < rest.length) {
    if (next) return length + walk(nodes, index + 1, rest.slice(length), variables);
    return rest.endsWith('/') ? length + 1 : length;
  }
  if (!next || next.token === '*' || next.token === '/*') return length;
  // A variable that is empty at the end of a query: `?a=`.
  if (!next.isLiteral && rest.includes('=')) return length + walk(nodes, index + 1, '', variables);
  return -1;
}

function literal(token: string): Node {
  const open = token.endsWith('*');
  const prefix = open ? token.slice(0, -1) : token;
  return {
    isLiteral: true,
    token,
    first: token[0],
    match(rest) {
      if (!rest.startsWith(prefix)) return -1;
      return open ? rest.length : prefix.length;
    },
  };
}

/** `{a}`, `{a,b}`, `{+a}`, `{.a}`, `{/a}`, `{#a}`. */
function expression(text: string, reserved: string): Node {
  const operator = text[0];
  switch (operator) {
    case '+':
      return variableList(text.slice(1), { separator: ',', reserved: '' });
    case '#':
      return variableList(text.slice(1), { separator: ',', reserved: '', lead: '#' });
    case '.':
    case '/':
      return variableList(text.slice(1), { separator: operator, reserved, lead: operator });
    case ';':
    case '?':
    case '&':
      throw new ResourceTemplateError(`the expression {${text}} is not supported`);
    default:
      return variableList(text, { separator: ',', reserved });
  }
}

/** How the values of an expression stand in a path. */
interface ListForm {
  readonly separator: string;
  /** Characters that end a value. */
  readonly reserved: string;
  /** Character before the first value. */
  readonly lead?: string;
}

function variableList(text: string, { separator, reserved, lead }: ListForm): Node {
  const names = readVariables(text);
  const matchValues = (rest: string, stop: string | undefined, variables: Map<string, string>): number => {
    for (let at = 0; at < rest.length; at++) {
      const character = rest[at];
      if (reserved.includes(character) || character === stop) {
        if (character === separator && names.length > 1) continue;
        return bind(rest.slice(0, at), names, separator, reserved === '', variables) ? at : -1;
      }
      if (at === rest.length - 1) return bind(rest, names, separator, reserved === '', variables) ? rest.length : -1;
    }
    return 0;
  };
  return {
    isLiteral: false,
    token: `{${names.map(({ name }) => name).join(',')}}`,
    first: lead,
    match(rest, stop, variables) {
      if (lead === undefined) return matchValues(rest, stop, variables);
      return rest.startsWith(lead) ? matchValues(rest.slice(1), stop, variables) + 1 : 0;
    },
  };
}

interface Variable {
  readonly name: string;
  /** `{v:3}`: exact length of the value. */
  readonly length: number | undefined;
}

function readVariables(text: string): readonly Variable[] {
  const parts = text.split(',');
  if (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.map((part) => {
    if (part === '') throw new ResourceTemplateError('the name of a variable is missing');
    const [, name, length] = /^([\w.-]*)(?::\+?(\d+))?$/.exec(part) ?? [];
    if (name === undefined) throw new ResourceTemplateError(`${part} is not the name of a variable`);
    if (length !== undefined && Number(length) === 0) throw new ResourceTemplateError(`the length in ${part} is 0`);
    return { name, length: length === undefined ? undefined : Number(length) };
  });
}

/** Gives the variables their values; false when a value has the wrong length or differs from an earlier one. */
function bind(
  text: string,
  names: readonly Variable[],
  separator: string,
  whole: boolean,
  variables: Map<string, string>,
): boolean {
  const values = whole && names.length === 1 ? [text] : splitValues(text, separator);
  if (values.length > names.length) return false;
  return names.every(({ name, length }, index) => {
    const value = decodePath(values[index] ?? '');
    const earlier = variables.get(name);
    if (earlier !== undefined && earlier !== value) return false;
    if (length !== undefined && value.length !== length) return false;
    variables.set(name, value);
    return true;
  });
}

/** Java's split: empty values at the end do not count, the empty text is one value. */
function splitValues(text: string, separator: string): string[] {
  const values = text.split(separator);
  if (text !== '') while (values.at(-1) === '') values.pop();
  return values;
}

/** Percent-decoding as UTF-8; `+` stays. Bytes that are no UTF-8 become replacement characters. */
function decodePath(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[\da-f]{2})+|%/gi, (run) => {
    if (run === '%') throw new Fault(`URLDecoder: Illegal hex characters in escape (%) pattern: ${text}`);
    return Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
  });
}
