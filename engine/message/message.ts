import type { Readable } from 'node:stream';
import type { Fault, Place } from '../errors/index.js';
import type { FlowLevel } from '../observe/index.js';
import type { XmlDocument, XmlElement } from '../xml/index.js';
import type { Exchange } from './exchange.js';
import type { Headers } from './headers.js';
import type { JsonValue } from './json/index.js';
import type { Services } from './services.js';
import type { Value } from './value.js';

/** Scopes of properties. */
export type Scope =
  | 'default'
  | 'axis2'
  | 'axis2-client'
  | 'transport'
  | 'operation'
  | 'registry'
  | 'system'
  | 'env'
  | 'file'
  | 'func'
  | 'analytics'
  | 'trace';

/** Takes faults of a flow; the innermost one is the last of `Message.faultHandlers`. */
export interface FaultHandler {
  readonly name: string;
  /** Runs the handler; the answer is an Outcome (true = continue). */
  handle(message: Message, fault: Fault): boolean | Promise<boolean>;
}

/** What came back from a backend, as far as a message takes it over. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
  readonly body: Buffer | Readable;
}

/** One message of a flow: properties, headers, body. A non-blocking call turns the request into the answer in place. */
export declare class Message {
  constructor(exchange: Exchange);
  readonly exchange: Exchange;
  get services(): Services;
  /** Writes a line to the flow log, with the exchange's correlation id. */
  log(level: FlowLevel, text: string, place?: Place): void;

  /** Default scope, as stored; `getProperty` adds the computed names and the local entries. */
  readonly properties: Map<string, Value>;
  readonly variables: Map<string, Value>;
  /** Scope axis2, own map only. */
  axis2: Map<string, Value>;
  axis2Client: Map<string, Value>;
  get operation(): Map<string, Value>;
  headers: Headers;

  to: string | undefined;
  from: string | undefined;
  replyTo: string | undefined;
  faultTo: string | undefined;
  relatesTo: string | undefined;
  /** SOAPAction and WS-Addressing Action. */
  action: string | undefined;
  messageId: string;
  /** The message counts as REST: no SOAP envelope on the wire. */
  rest: boolean;
  /** The flag; the getter honours the RESPONSE property. */
  get isResponse(): boolean;
  set isResponse(flag: boolean);
  /** A non-blocking call or send came back: faults answer 500. */
  resumed: boolean;
  readonly faultHandlers: FaultHandler[];
  /** Parameters of the running templates; innermost last. */
  readonly templateParameters: Map<string, Value>[];

  getProperty(scope: string, name: string): Value | undefined;
  setProperty(scope: string, name: string, value: Value): void;
  removeProperty(scope: string, name: string): void;

  /** The body has been read into memory and recognised; before that it is passed on as bytes. */
  get built(): boolean;
  /** Builds an unbuilt body: a promise only when a stream has to be collected. Throws or rejects with a Fault. */
  build(): void | Promise<void>;

  /** The SOAP envelope; an unbuilt body shows an empty one. Reading it parses the body: throws Fault. */
  get envelope(): XmlElement;
  /** The document above the envelope of a message that was parsed as SOAP. */
  get document(): XmlDocument | undefined;
  /** The SOAP header element, undefined when there is none. */
  get soapHeader(): XmlElement | undefined;
  get soapBody(): XmlElement;
  /** First element of the SOAP body. */
  get payload(): XmlElement | undefined;
  get soapVersion(): '1.1' | '1.2';
  /** The body holds a SOAP fault. */
  get hasSoapFault(): boolean;

  /** Text of the held JSON, undefined when the message is not JSON. */
  get jsonText(): string | undefined;
  /** The held JSON parsed, undefined when the message is not JSON. Throws Fault. Change it and call `setJson`. */
  get json(): JsonValue | undefined;
  /** The held JSON, or the JSON form of the first body element. */
  jsonForm(): JsonValue | undefined;
  /** The same as text; the held bytes as they are. */
  jsonFormText(): string | undefined;
  /** Text of a text/plain body: that of the wrapping text element, undefined for other bodies. */
  get text(): string | undefined;

  /** Puts an element in place of the body's content; held JSON goes. Types are the caller's business, in all setters. */
  setXml(payload: XmlElement): void;
  /** Puts JSON in place of the body's content. */
  setJson(json: string | JsonValue): void;
  setText(text: string): void;
  /** Takes the body's content away: an empty envelope. */
  emptyBody(): void;
  /** Adds a block to the SOAP header, in place of one of the same name. */
  addSoapHeader(block: XmlElement): void;
  replaceEnvelope(envelope: XmlElement): void;
  /** The XML view of a JSON body was changed on purpose: it is the content from now on. */
  adoptXmlView(): void;

  /** A copy for clone, iterate and one-way calls. The body must be built or in memory: `build()` first. */
  copy(): Message;
  /** The answer of a non-blocking call or send takes this message over. */
  takeAnswer(answer: Answer): void;
  /** The answer of a blocking call. A promise while its body is collected. */
  takeBlockingAnswer(answer: Answer): void | Promise<void>;
}
