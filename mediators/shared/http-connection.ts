import {
  artifactsOf,
  type Endpoint,
  endpointOfXml,
  escapeText,
  Fault,
  type Message,
  serializeXml,
  XmlElement,
} from '../../engine/kit.js';

/** A connection of the HTTP connector: what `<http.init>` in a local entry says. */
export interface HttpConnection {
  readonly baseUrl: string;
  /** Value of Authorization, for basic authentication. */
  readonly authorization: string | undefined;
  /** Sends to the message's To address, with the limits of the connection. */
  readonly endpoint: Endpoint;
}

/** Connections by local entry; made anew when the entry's content has changed. */
export class HttpConnections {
  readonly #known = new Map<string, { readonly xml: string; readonly connection: HttpConnection }>();

  /** The connection of a key. Throws Fault when there is none, or none that can be used. */
  get(key: string, message: Message): HttpConnection {
    const entry = artifactsOf(message).entry(key);
    if (!(entry instanceof XmlElement)) throw new Fault(`There is no connection ${key}`);
    const xml = serializeXml(entry);
    const known = this.#known.get(key);
    if (known?.xml === xml) return known.connection;
    const connection = readConnection(key, entry);
    this.#known.set(key, { xml, connection });
    return connection;
  }
}

function readConnection(key: string, init: XmlElement): HttpConnection {
  const field = (name: string) =>
    init
      .elements()
      .find((child) => child.localName === name)
      ?.ownText()
      .trim() ?? '';
  const baseUrl = field('baseUrl');
  if (baseUrl === '') throw new Fault(`The connection ${key} has no baseUrl`);
  return { baseUrl, authorization: authorizationOf(key, field), endpoint: endpointOfXml(endpointXml(key, field), key) };
}

function authorizationOf(key: string, field: (name: string) => string): string | undefined {
  const type = field('authType').toLowerCase();
  if (type === '' || type === 'none') return undefined;
  if (type !== 'basic')
    throw new Fault(
      `The connection ${key} wants ${field('authType')}, which this engine does not have for connections`,
    );
  const credentials = `${field('basicCredentialsUsername')}:${field('basicCredentialsPassword')}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** The limits of the connection, as an endpoint for the To address. */
function endpointXml(key: string, field: (name: string) => string): string {
  const element = (name: string, text: string) => (text === '' ? '' : `<${name}>${escapeText(text)}</${name}>`);
  const action = field('timeoutAction').toLowerCase();
  const timeout =
    element('duration', field('timeoutDuration')) + element('responseAction', action === 'never' ? '' : action);
  const suspension =
    element('errorCodes', field('suspendErrorCodes')) +
    element('initialDuration', field('suspendInitialDuration')) +
    element('progressionFactor', field('suspendProgressionFactor')) +
    element('maximumDuration', field('suspendMaximumDuration'));
  const marking =
    element('errorCodes', field('retryErrorCodes')) +
    element('retriesBeforeSuspension', field('retryCount')) +
    element('retryDelay', field('retryDelay'));
  const inside = (name: string, content: string) => (content === '' ? '' : `<${name}>${content}</${name}>`);
  return `<endpoint xmlns="http://ws.apache.org/ns/synapse" name="${escapeText(key)}"><default>${inside('timeout', timeout)}${inside('suspendOnFailure', suspension)}${inside('markForSuspension', marking)}</default></endpoint>`;
}
