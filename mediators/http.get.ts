import {
  type ArtifactElement,
  attribute,
  CONTINUE,
  compileDynamic,
  compileTextTemplate,
  type DynamicText,
  defineMediator,
  Fault,
  JsonData,
  JsonNumber,
  JsonObject,
  type JsonValue,
  type Load,
  type Message,
  nameKind,
  one,
  parseJson,
  stringifyJson,
  textContext,
  type Value,
  valueText,
} from '../engine/kit.js';
import { HttpConnections } from './shared/http-connection.js';

const text = { body: 'content' } as const;
const ALIASES = ['http.post', 'http.put', 'http.patch', 'http.delete', 'http.head', 'http.options'] as const;
const IGNORED = 'the transport decides it by itself';

export default defineMediator({
  element: 'http.get',
  summary: 'HTTP connector: calls a connection of a local entry and goes on with the answer, as body or in a variable.',
  aliases: ALIASES,
  attributes: { configKey: attribute(nameKind, 'Local entry with the connection (<http.init>).', { required: true }) },
  children: {
    relativePath: one(text, 'Path and query behind the base URL.'),
    headers: one(text, 'JSON array of pairs, or of objects.'),
    requestBodyType: one(text, 'XML, JSON or TEXT; without it the body is sent as it is.'),
    requestBodyXml: one(text, 'Body for XML.'),
    requestBodyJson: one(text, 'Body for JSON; may stand in single quotes.'),
    requestBodyText: one(text, 'Body for TEXT.'),
    responseVariable: one(text, 'Variable for the answer: payload, headers, attributes.'),
    overwriteBody: one(text, '`true`: the answer becomes the body.'),
    postToUri: one(text, IGNORED),
    forceScAccepted: one(text, '`true`: the client gets 202 at once.'),
    disableChunking: one(text, '`true`: the body is sent with its length.'),
    noEntityBody: one(text, IGNORED),
    forceHttp10: one(text, '`true`: HTTP/1.0.'),
    noKeepAlive: one(text, '`true`: the connection is closed afterwards.'),
    nonErrorHttpStatusCodes: one(text, 'No effect: no status is an error.'),
  },
  contentAware: true,
  example:
    '<http.get configKey="backend"><relativePath>/menu</relativePath><responseVariable>menu</responseVariable></http.get>',
  compile(values, load) {
    const method = values.element.name.slice('http.'.length).toUpperCase();
    const parameter = (child: { readonly body: ArtifactElement } | undefined) =>
      child && compileParameter(child.body, load);
    const path = parameter(values.relativePath);
    const headers = values.headers && compileHeaders(values.headers.body, load);
    const body = requestBody(values, parameter);
    const variable = parameter(values.responseVariable);
    const overwrites = parameter(values.overwriteBody);
    const flags = [
      ['FORCE_SC_ACCEPTED', parameter(values.forceScAccepted)],
      ['DISABLE_CHUNKING', parameter(values.disableChunking)],
      ['FORCE_HTTP_1.0', parameter(values.forceHttp10)],
      ['NO_KEEPALIVE', parameter(values.noKeepAlive)],
    ] as const;
    const connections = new HttpConnections();
    return async (message) => {
      const connection = connections.get(values.configKey, message);
      const target = variable?.(message) ?? '';
      const saved = target === '' ? undefined : message.saveContent();
      for (const [name, flag] of flags) if (flag?.(message) === 'true') message.setProperty('axis2', name, 'true');
      body?.(message);
      setHeaders(message, headers?.(message) ?? '');
      if (connection.authorization !== undefined) message.headers.set('Authorization', connection.authorization);
      message.to = joined(connection.baseUrl, path?.(message) ?? '');
      message.removeProperty('axis2', 'REST_URL_POSTFIX');
      message.setProperty('axis2', 'HTTP_METHOD', method);
      const outcome = await connection.endpoint.send(message, { blocking: false, outOnly: false });
      if (!outcome || !saved) return outcome;
      const building = message.built ? undefined : message.build();
      if (building) await building;
      const overwritten = overwrites?.(message) === 'true';
      message.variables.set(target, answerOf(message, overwritten));
      if (!overwritten) message.restoreContent(saved);
      return CONTINUE;
    };
  },
});

type Parameter = (message: Message) => string;

/** The text of a parameter; `{expression}` is evaluated, nested elements are taken as XML. */
function compileParameter(element: ArtifactElement, load: Load): Parameter {
  const source = element.text().trim();
  const dynamic: DynamicText | undefined = compileDynamic(source, textContext(element, load.report));
  return (message) => dynamic?.string(message) ?? '';
}

/** As a parameter; expressions inside the list are filled in, too. */
function compileHeaders(element: ArtifactElement, load: Load): Parameter {
  const source = element.text().trim();
  if (!source.startsWith('[') || !source.includes('${')) return compileParameter(element, load);
  const template = compileTextTemplate(element.text(), textContext(element, load.report));
  return (message) => template?.string(message).trim() ?? '';
}

type BodyFields = Readonly<
  Record<
    'requestBodyType' | 'requestBodyXml' | 'requestBodyJson' | 'requestBodyText',
    { readonly body: ArtifactElement } | undefined
  >
>;

/** Puts the connector's own body into the message; undefined when the message is sent as it is. */
function requestBody(
  fields: BodyFields,
  parameter: (child: { readonly body: ArtifactElement } | undefined) => Parameter | undefined,
): ((message: Message) => void) | undefined {
  const type = fields.requestBodyType?.body.text().trim().toUpperCase();
  if (type === 'XML') {
    const xml = parameter(fields.requestBodyXml);
    const inline = fields.requestBodyXml?.body.elements()[0]?.toLight();
    return (message) => {
      if (inline) message.setXml(inline.clone());
      else message.setXmlText(xml?.(message) ?? '');
      message.setProperty('axis2', 'messageType', 'application/xml');
    };
  }
  if (type === 'JSON') {
    const json = parameter(fields.requestBodyJson);
    return (message) => {
      message.setJson((json?.(message) ?? '').replace(/^'([\s\S]*)'$/, '$1'));
      message.setProperty('axis2', 'messageType', 'application/json');
    };
  }
  if (type !== 'TEXT') return undefined;
  const plain = parameter(fields.requestBodyText);
  return (message) => {
    message.setText(plain?.(message) ?? '');
    message.setProperty('axis2', 'messageType', 'text/plain');
  };
}

/** `[["name", "value"], …]` or `[{"name": "value"}, …]`. */
function setHeaders(message: Message, source: string): void {
  if (source === '') return;
  const list = parseJson(source, { lenient: true });
  if (!Array.isArray(list)) throw new Fault('The headers of the connector are no JSON array');
  for (const each of list) {
    const pairs =
      each instanceof JsonObject ? [...each.entries()] : Array.isArray(each) ? [[each[0], each[1]] as const] : [];
    for (const [name, value] of pairs) {
      if (typeof name === 'string' && value !== undefined) message.headers.set(name, headerText(value));
    }
  }
}

function headerText(value: JsonValue): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}

/** One slash between the two. */
function joined(base: string, path: string): string {
  if (path === '') return base;
  return `${base.replace(/\/+$/, '')}${path.startsWith('?') ? '' : '/'}${path.replace(/^\/+/, '')}`;
}

function answerOf(message: Message, overwritten: boolean): Value {
  const status = valueText(message.getProperty('axis2', 'HTTP_SC')) ?? '0';
  const fields: [string, Value][] = [
    ['headers', new JsonData(JsonObject.of(message.headers.entries()))],
    ['attributes', new JsonData(JsonObject.of([['statusCode', new JsonNumber(status)]]))],
  ];
  if (!overwritten) {
    const json = message.json;
    fields.unshift([
      'payload',
      json === undefined ? (message.payload?.clone() ?? message.text ?? '') : new JsonData(json),
    ]);
  }
  return new Map(fields);
}
