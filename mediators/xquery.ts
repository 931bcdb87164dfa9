import {
  type ArtifactElement,
  artifactsOf,
  attribute,
  CONTINUE,
  defineMediator,
  dynamicKind,
  type Expression,
  enumKind,
  expressionKind,
  Fault,
  keyKind,
  type Message,
  many,
  type Outcome,
  one,
  parseXml,
  type QueryItem,
  type QueryVariable,
  runInWorker,
  serializeXml,
  textKind,
  valueText,
  XmlElement,
} from '../engine/kit.js';
import { transformLimits } from './shared/transform-limits.js';

const TYPES = [
  'INT',
  'INTEGER',
  'BOOLEAN',
  'BYTE',
  'DOUBLE',
  'SHORT',
  'LONG',
  'FLOAT',
  'STRING',
  'DOCUMENT',
  'ELEMENT',
] as const;

type Type = (typeof TYPES)[number];

export default defineMediator({
  element: 'xquery',
  summary: 'Puts the result of an XQuery in the place of the body, or of a part of it.',
  attributes: {
    key: attribute(dynamicKind, 'Local entry or registry resource with the query.', { required: true }),
    target: attribute(expressionKind({ xpath: true }), 'What is replaced; default: the first element of the body.'),
  },
  children: {
    dataSource: one({ body: 'content' }, 'Settings of the Java processor, which are not read.'),
    variable: many(
      {
        attributes: {
          name: attribute(textKind, 'Name of the external variable; without it the variable is skipped.'),
          type: attribute(enumKind(TYPES), 'Kind of the value; without it the variable is skipped.'),
          value: attribute(textKind, 'Literal value.'),
          key: attribute(keyKind('entry'), 'Entry that the expression is evaluated on, instead of the message.'),
          expression: attribute(expressionKind({ xpath: true }), 'Value; default: the first element of the body.'),
        },
      },
      'A value of an external variable.',
    ),
  },
  contentAware: true,
  example: `<xquery key="order-to-invoice"><variable name="payload" type="ELEMENT"/></xquery>`,
  compile({ key, target, variable, element }, load) {
    if (key.kind === 'static') load.reference({ target: 'entry', key: key.source, place: placeOfKey(element) });
    const variables = variable.flatMap(({ name, type, ...rest }) => (name && type ? [{ ...rest, name, type }] : []));
    return (message) => {
      const name = key.string(message) ?? '';
      const fail = (cause: unknown): never => {
        const parsing = cause instanceof Fault && cause.parsing !== undefined ? 'wrapped' : undefined;
        const reason = cause instanceof Error ? cause.message : String(cause);
        const text = 'Unable to execute the query ';
        throw new Fault(text, { detail: `${text}${name}: ${reason}`, cause, parsing });
      };
      try {
        const query = queryText(message, name);
        if (query.trim() === '') return CONTINUE;
        return run(message, query, variables, target).catch(fail);
      } catch (thrown) {
        return fail(thrown);
      }
    };
  },
});

interface Variable {
  readonly name: string;
  readonly type: Type;
  readonly value?: string | undefined;
  readonly key?: string | undefined;
  readonly expression?: Expression | undefined;
}

function placeOfKey(element: ArtifactElement) {
  return element.attribute('key')?.place ?? element.place;
}

/** A query may be written inside of an element. Throws Error when there is none under the key. */
function queryText(message: Message, key: string): string {
  const entry = artifactsOf(message).entry(key);
  if (entry === undefined || entry === null) throw new Error(`There is no query with the key ${key}`);
  return entry instanceof XmlElement ? entry.ownText() : (valueText(entry) ?? '');
}

async function run(
  message: Message,
  query: string,
  variables: readonly Variable[],
  target: Expression | undefined,
): Promise<Outcome> {
  const bound = variables.flatMap((variable) => bind(variable, message));
  const items = await runInWorker({ kind: 'xquery', query, variables: bound }, transformLimits(message));
  if (items.length > 0) put(items, message, target);
  return CONTINUE;
}

/** The value of a variable. A number that is -1 is not bound, since the reference takes it for unset. */
function bind({ name, type, value, key, expression }: Variable, message: Message): QueryVariable[] {
  if (type === 'DOCUMENT' || type === 'ELEMENT') {
    const document = value ?? selectedXml(key, expression, message);
    return document === undefined ? [] : [{ name, value: { document } }];
  }
  const text = value ?? selectedText(key, expression, message);
  if (text === undefined) return [];
  const converted = convert(type, text);
  return converted === -1 ? [] : [{ name, value: converted }];
}

function convert(type: Type, text: string): string | number | boolean {
  if (type === 'STRING') return text;
  if (type === 'BOOLEAN') return text.trim().toLowerCase() === 'true';
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) throw new Error(`${JSON.stringify(text)} is no ${type}`);
  // Digits that a double has no room for are kept as text.
  return type === 'LONG' && !Number.isSafeInteger(number) ? text.trim() : number;
}

/** The entry, or the first element of the body. */
function context(key: string | undefined, message: Message): XmlElement | undefined {
  if (key === undefined) return message.payload;
  const entry = artifactsOf(message).entry(key);
  return entry instanceof XmlElement ? entry : undefined;
}

function selectedXml(
  key: string | undefined,
  expression: Expression | undefined,
  message: Message,
): string | undefined {
  const from = expression && key === undefined ? expression.nodes(message)[0] : context(key, message);
  return from instanceof XmlElement ? serializeXml(from) : undefined;
}

function selectedText(
  key: string | undefined,
  expression: Expression | undefined,
  message: Message,
): string | undefined {
  if (key !== undefined) return valueText(artifactsOf(message).entry(key)) ?? undefined;
  const text = expression ? expression.string(message) : context(key, message)?.textContent;
  return text ?? undefined;
}

/** Nodes take the target's place, atomic values become its text. */
function put(items: readonly QueryItem[], message: Message, target: Expression | undefined): void {
  const destination = target ? target.nodes(message)[0] : message.payload;
  const elements = items.flatMap(({ kind, text }) => (kind === 'node' ? [elementOf(text)] : []));
  const texts = items.filter(({ kind }) => kind === 'atomic').map(({ text }) => text);
  if (destination instanceof XmlElement) {
    if (elements.length === 0) destination.textContent = texts.at(-1) ?? '';
    else if (destination === message.payload && elements.length === 1) message.setXml(elements[0]!);
    else destination.replaceWith(...elements);
    message.adoptXmlView();
  } else if (!target && elements[0]) message.setXml(elements[0]);
  else throw new Error(`The target ${target?.source ?? ''} is no element`);
}

function elementOf(text: string): XmlElement {
  const root = parseXml(text).documentElement!;
  root.remove();
  return root;
}
