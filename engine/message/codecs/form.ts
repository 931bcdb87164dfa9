import { Fault } from '../../errors/index.js';
import { XmlElement, XmlText } from '../../xml/index.js';
import { elementName, memberName } from '../json/xml-names.js';
import { decodeText } from './charset.js';
import { decodeFormValue, encodeFormValue, encodeQueryPart } from './percent.js';

/** What a form is read from. */
export interface FormSource {
  readonly body?: Uint8Array | undefined;
  /** The query of the request's URL, without `?`; its parameters come first. */
  readonly query?: string | undefined;
  /** Of the body and of `%XX` in it. Default UTF-8. */
  readonly charset?: string | undefined;
}

/**
 * The body tree of a form: `xformValues` with a child per field. Names are not decoded, values are; equal names are
 * grouped at the place of the first; a name that starts with a digit or `$` gets its prefix, as in JSON.
 * @throws Fault for a field of the body without `=`, a faulty `%` or an unknown charset
 */
export function readForm({ body, query, charset = 'UTF-8' }: FormSource): XmlElement {
  const fields = new Map<string, string[]>();
  const add = (name: string, value: string, valueCharset: string): void => {
    const values = fields.get(name);
    const decoded = decodeFormValue(value, valueCharset);
    if (values === undefined) fields.set(name, [decoded]);
    else values.push(decoded);
  };
  for (const [name, value] of queryFields(query ?? '')) add(name, value, 'UTF-8');
  for (const [name, value] of bodyFields(body === undefined ? '' : decodeText(body, charset)))
    add(name, value, charset);
  const root = new XmlElement('', 'xformValues');
  for (const [name, values] of fields) {
    for (const value of values) root.append(fieldElement(name, value));
  }
  return root;
}

/** Parts without a name or without `=` do not count. */
function* queryFields(query: string): Generator<[string, string]> {
  for (const part of query.split('&')) {
    const separator = part.indexOf('=');
    if (separator > 0) yield [part.slice(0, separator), part.slice(separator + 1)];
  }
}

/** Line by line, each split at `&`; empty parts at the end of a line do not count. */
function* bodyFields(body: string): Generator<[string, string]> {
  const lines = body.split(/\r\n|[\r\n]/);
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    const parts = line.split('&');
    while (parts.length > 0 && parts.at(-1) === '' && line !== '') parts.pop();
    for (const part of parts) {
      const separator = part.indexOf('=');
      if (separator < 0) throw new Fault(`The form field '${part}' has no value: '=' is missing`);
      yield [part.slice(0, separator), part.slice(separator + 1)];
    }
  }
}

function fieldElement(name: string, value: string): XmlElement {
  const element = new XmlElement('', elementName(name));
  if (value !== '') element.append(new XmlText(value));
  return element;
}

/**
 * A form body from the children of the payload element: `name=value` each, in document order, of their own text only.
 * Names are not encoded; the prefixes that stand for a digit or `$` are undone.
 * @param payload undefined gives an empty body
 * @param charset of `%XX`; default UTF-8
 */
export function writeForm(payload: XmlElement | undefined, charset = 'UTF-8'): string {
  const fields = payload?.elements() ?? [];
  return fields.map((field) => `${memberName(field.localName)}=${encodeFormValue(field.ownText(), charset)}`).join('&');
}

/** What a form adds to a URL in place of a body. */
export interface FormQuery {
  /** Goes behind the path, after a slash: the payload's local name. */
  readonly segment: string;
  /** `name=value` pairs joined with `&`; '' without children. */
  readonly query: string;
}

/** A form for GET and DELETE: the children of the payload element as query. */
export function formQuery(payload: XmlElement): FormQuery {
  const query = payload
    .elements()
    .map((field) => `${encodeQueryPart(field.localName)}=${encodeQueryPart(field.ownText())}`)
    .join('&');
  return { segment: payload.localName, query };
}
