import assert from 'node:assert/strict';
import type { Finding, Place } from '../../../../engine/errors/index.js';
import { Report } from '../../../../engine/errors/index.js';
import { compileXPath, type XPathExpression } from '../../../../engine/expressions/xpath/index.js';
import {
  Exchange,
  JavaNumber,
  JsonData,
  type Message,
  parseJson,
  readRequest,
  type Services,
  type Value,
} from '../../../../engine/message/index.js';
import { ManualClock } from '../../../../engine/observe/index.js';
import { parseXml, type XmlElement } from '../../../../engine/xml/index.js';
import { quietServices } from '../../../support/quiet-services.js';

/** The body of most facts. */
export const order =
  '<order id="7"><item sku="a">one</item><item sku="b">two</item><n>5</n><n2>2.5</n2><sp>  pad  </sp><empty/>' +
  '<mixed>head<b>bold</b>tail</mixed><nest><c>1</c></nest><esc>a &lt; b &amp; c</esc><zero>0</zero><f>false</f>' +
  '<sub><a>1</a><a>2</a></sub></order>';

/** What a message is made of; a body without a type is application/xml. */
export interface MessageSetting {
  readonly body?: string;
  readonly type?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, Value>>;
  readonly axis2?: Readonly<Record<string, Value>>;
  readonly axis2Client?: Readonly<Record<string, Value>>;
  readonly operation?: Readonly<Record<string, Value>>;
  readonly variables?: Readonly<Record<string, Value>>;
  readonly transport?: Readonly<Record<string, Value>>;
  readonly template?: Readonly<Record<string, Value>>;
  readonly services?: Partial<Services>;
}

/** 2024-01-31T17:07:09.005Z. */
export const now = Date.UTC(2024, 0, 31, 17, 7, 9, 5);

/** A message as the host would make it, with its body parsed. */
export function messageFor(setting: MessageSetting = {}): Message {
  const { body, type = 'application/xml', path = '/', headers = {} } = setting;
  const client = {
    method: body === undefined ? 'GET' : 'POST',
    target: path,
    scheme: 'http',
    host: 'gateway.example',
    remoteAddress: '127.0.0.1',
    remoteHost: 'localhost',
    httpVersion: '1.1',
  } as const;
  const exchange = new Exchange({
    services: quietServices({ clock: new ManualClock(now), ...setting.services }),
    client,
  });
  const list = Object.entries(body === undefined ? headers : { 'Content-Type': type, ...headers });
  const message = readRequest(exchange, { headers: list, body: body === undefined ? null : Buffer.from(body) });
  assert.equal(message.build(), undefined, 'a body in memory is built at once');
  fill(setting, message);
  return message;
}

function fill(setting: MessageSetting, message: Message): void {
  for (const [name, value] of Object.entries(setting.properties ?? {})) message.properties.set(name, value);
  for (const [name, value] of Object.entries(setting.axis2 ?? {})) message.axis2.set(name, value);
  for (const [name, value] of Object.entries(setting.axis2Client ?? {})) message.axis2Client.set(name, value);
  for (const [name, value] of Object.entries(setting.operation ?? {})) message.operation.set(name, value);
  for (const [name, value] of Object.entries(setting.variables ?? {})) message.variables.set(name, value);
  for (const [name, value] of Object.entries(setting.transport ?? {})) message.headers.set(name, value);
  if (setting.template !== undefined) message.templateParameters.push(new Map(Object.entries(setting.template)));
}

/** Prefixes bound in the artifact. */
export type Prefixes = Readonly<Record<string, string>>;

/** Compiles and gives the findings; the expression stands on line 1 from column 1 on. */
export function tryCompile(
  text: string,
  prefixes: Prefixes = {},
): { expression: XPathExpression | undefined; findings: readonly Finding[] } {
  const report = new Report();
  const place = (offset: number): Place => ({ file: 'flow.xml', line: 1, column: offset + 1 });
  const expression = compileXPath(text, { namespaces: new Map(Object.entries(prefixes)), place, report });
  return { expression, findings: report.findings };
}

/** Compiles what must compile. */
export function compile(text: string, prefixes: Prefixes = {}): XPathExpression {
  const { expression, findings } = tryCompile(text, prefixes);
  assert.ok(expression, `${text} compiles: ${findings.map((found) => found.message).join(' ')}`);
  return expression;
}

/** The text of an expression over a message. */
export function textOf(text: string, setting: MessageSetting = {}, prefixes: Prefixes = {}): string | null {
  return compile(text, prefixes).string(messageFor(setting));
}

/** A detached element, as a property of type OM holds it. */
export function om(xml: string): XmlElement {
  const root = parseXml(xml).documentElement!;
  root.remove();
  return root;
}

export const int = (value: number): JavaNumber => new JavaNumber('int', value);
export const long = (value: bigint): JavaNumber => new JavaNumber('long', value);
export const double = (value: number): JavaNumber => new JavaNumber('double', value);
export const float = (value: number): JavaNumber => new JavaNumber('float', value);
export const json = (text: string): JsonData => new JsonData(parseJson(text));
