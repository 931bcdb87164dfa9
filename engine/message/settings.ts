import { type JsonXmlOptions, jsonXmlOptions, type TextPattern } from './json/index.js';

/**
 * Switches of synapse.properties, passthru-http.properties and axis2.xml that change mediation. The defaults are those
 * of Micro Integrator. Times are in milliseconds.
 */
export interface Settings {
  /** Accept picks the messageType of a message that is built (`httpContentNegotiation`). Default true. */
  readonly httpContentNegotiation: boolean;
  /** Largest body that is collected in memory, in bytes (`mediant.max.body.bytes`). Default 64 MiB. */
  readonly maxBodyBytes: number;
  /** Deepest nesting of a parsed body (`mediant.max.body.depth`). Default 512. */
  readonly maxBodyDepth: number;
  /** JSON is checked when it is built, not when it is read (`force.json.message.validation`). Default false. */
  readonly validateJson: boolean;
  /** XML is checked when it is built, not when it is read (`force.xml.message.validation`). Default false. */
  readonly validateXml: boolean;

  /** Lower-case names of headers that requests keep (`http.headers.preserve`). Default `content-type`. */
  readonly preservedRequestHeaders: ReadonlySet<string>;
  /** Lower-case names of headers that responses keep (`http.response.headers.preserve`). Default none. */
  readonly preservedResponseHeaders: ReadonlySet<string>;
  /** The client's User-Agent goes on (`http.user.agent.preserve`). Default false. */
  readonly preserveUserAgent: boolean;
  /** The backend's Server goes on (`http.server.preserve`). Default true. */
  readonly preserveServer: boolean;
  /** User-Agent of requests (`http.user.agent`). Default `Synapse-PT-HttpComponents-NIO`. */
  readonly userAgent: string;
  /** Server of responses without one (`http.origin-server`). Default `WSO2-PassThrough-HTTP`. */
  readonly serverName: string;

  /** Longest wait of endpoints that say nothing (`synapse.global_timeout_interval`). Default 120,000. */
  readonly globalTimeout: number;
  /** Longest silence on a connection (`http.socket.timeout`). Default 180,000. */
  readonly socketTimeout: number;
  /** Longest wait for a connection (`http.connection.timeout`). Default 90,000. */
  readonly connectTimeout: number;
  /** A timed-out endpoint leaves the body as it is (`preserve_payload_on_timeout`). Default false. */
  readonly preservePayloadOnTimeout: boolean;

  /** How JSON and XML become each other (`synapse.commons.json.…`). */
  readonly jsonXml: JsonXmlOptions;

  /** A property by its full key, for switches that one place alone reads. */
  property(key: string): string | undefined;
}

const MEBIBYTE = 1024 * 1024;

/**
 * Reads the settings from properties under their full keys. A number that is none counts as absent, as in the
 * reference.
 * @param compilePattern makes a pattern of a Java regular expression; without it the properties that hold one are
 *   ignored
 */
export function readSettings(
  properties: ReadonlyMap<string, string> = new Map(),
  compilePattern?: (pattern: string) => TextPattern,
): Settings {
  const flag = (key: string, absent: boolean) => {
    const text = properties.get(key);
    return text === undefined ? absent : text.trim().toLowerCase() === 'true';
  };
  const number = (key: string, absent: number) => {
    const text = properties.get(key)?.trim() ?? '';
    return /^\d+$/.test(text) ? Number(text) : absent;
  };
  return Object.freeze({
    httpContentNegotiation: flag('httpContentNegotiation', true),
    maxBodyBytes: number('mediant.max.body.bytes', 64 * MEBIBYTE),
    maxBodyDepth: number('mediant.max.body.depth', 512),
    validateJson: flag('force.json.message.validation', false),
    validateXml: flag('force.xml.message.validation', false),
    preservedRequestHeaders: nameList(properties.get('http.headers.preserve') ?? 'Content-Type'),
    preservedResponseHeaders: nameList(properties.get('http.response.headers.preserve') ?? ''),
    preserveUserAgent: flag('http.user.agent.preserve', false),
    preserveServer: flag('http.server.preserve', true),
    userAgent: properties.get('http.user.agent') ?? 'Synapse-PT-HttpComponents-NIO',
    serverName: properties.get('http.origin-server') ?? 'WSO2-PassThrough-HTTP',
    globalTimeout: number('synapse.global_timeout_interval', 120_000),
    socketTimeout: number('http.socket.timeout', 180_000),
    connectTimeout: number('http.connection.timeout', 90_000),
    preservePayloadOnTimeout: flag('preserve_payload_on_timeout', false),
    jsonXml: jsonXmlOptions((key) => properties.get(key), compilePattern ?? (() => neverMatching)),
    property: (key: string) => properties.get(key),
  });
}

/** A comma list; its items are not trimmed, as in the reference. */
function nameList(text: string): ReadonlySet<string> {
  return new Set(
    text
      .toLowerCase()
      .split(',')
      .filter((name) => name !== ''),
  );
}

const neverMatching: TextPattern = { matches: () => false, lookingAt: () => false, replaceFirst: (text) => text };
