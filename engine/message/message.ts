import type { Readable } from 'node:stream';
import { Fault, type Place } from '../errors/index.js';
import type { FlowLevel } from '../observe/index.js';
import type { XmlDocument, XmlElement } from '../xml/index.js';
import { type Answer, takeAnswer, takeBlockingAnswer } from './answer.js';
import { Body, type PendingXml } from './body.js';
import { buildMessage } from './build-message.js';
import { elementText, textElement } from './codecs/index.js';
import { copyMessage, transferMessage } from './copy-message.js';
import type { Exchange } from './exchange.js';
import { Headers } from './headers.js';
import { HeldJson } from './held-json.js';
import { type JsonData, type JsonValue, type JsonXmlOptions, xmlToJson, xmlToJsonText } from './json/index.js';
import { PropertyMap } from './property-map.js';
import { getProperty, removeProperty, setProperty } from './property-scopes.js';
import type { Services } from './services.js';
import type { SideWork } from './side-work.js';
import { bodyOf, headerFor, headerOf, isSoapFault, type SoapVersion } from './soap.js';
import { isTrue, type Value } from './value.js';

/** Where a message is in a running list of mediators. */
export interface Continuation {
  /** The same place for a copy of the message, which moves on by itself. */
  fork(): Continuation;
  /** Runs what stands behind this place in the list; the answer is an Outcome. */
  resume(message: Message): boolean | Promise<boolean>;
}

/** Takes faults of a flow; the innermost one is the last of `Message.faultHandlers`. */
export interface FaultHandler {
  readonly name: string;
  /** Runs the handler; the answer is an Outcome (true = continue). */
  handle(message: Message, fault: Fault): boolean | Promise<boolean>;
}

/** Body, headers and content types of a message, to be put back later. */
export interface MessageContent {
  readonly body: Body;
  readonly headers: Headers;
  readonly messageType: Value | undefined;
  readonly contentType: Value | undefined;
}

/**
 * One message of a flow: properties, headers, body (message-model sheet, section 1). A non-blocking call turns the
 * request into its answer in place; copies are messages of their own that share the exchange.
 */
export class Message {
  readonly exchange: Exchange;
  /** Default scope, as stored; `getProperty` adds the computed names and the local entries. */
  readonly properties = new PropertyMap();
  /** Scope axis2, own map only. */
  axis2: PropertyMap;
  headers: Headers;

  /** Where the message goes: path and query of a request, an address after a flow set it. */
  to: string | undefined;
  from: string | undefined;
  replyTo: string | undefined;
  faultTo: string | undefined;
  /** SOAPAction and WS-Addressing Action are one value. */
  action: string | undefined;
  /** The message counts as REST: its body is not in a SOAP envelope on the wire. */
  rest = true;
  /** A non-blocking call or send came back: a fault from here on answers 500. */
  resumed = false;
  faultHandlers: FaultHandler[] = [];
  /** The lists that are running, innermost last. */
  readonly continuations: Continuation[] = [];
  /** Parameters of the running templates; innermost last. */
  readonly templateParameters: ReadonlyMap<string, Value>[] = [];
  #body: Body;
  #building: Promise<void> | undefined;
  #variables: Map<string, Value> | undefined;
  #axis2Client: Map<string, Value> | undefined;
  #messageId: string | undefined;
  #relatesTo: string | undefined;
  /** It relates to a message whose id nobody has asked for yet. */
  #relatesToUnnamed = false;
  #isResponse = false;
  #sideWork: SideWork | undefined;

  /** @param headers default: none @param axis2 default: empty; belongs to the message from now on */
  constructor(exchange: Exchange, headers: Headers = new Headers(), axis2: PropertyMap = new PropertyMap()) {
    const { jsonXml, maxBodyDepth } = exchange.services.settings;
    this.exchange = exchange;
    this.headers = headers;
    this.axis2 = axis2;
    this.#body = new Body(jsonXml, maxBodyDepth);
  }

  get services(): Services {
    return this.exchange.services;
  }

  /** Where work beside this message's flow is noted: the exchange's, or that of a mediator that waits for its copies. */
  get sideWork(): SideWork {
    return this.#sideWork ?? this.exchange.sideWork;
  }

  set sideWork(work: SideWork) {
    this.#sideWork = work;
  }

  /** Writes a line to the flow log, with the exchange's correlation id. */
  log(level: FlowLevel, text: string, place?: Place): void {
    this.services.log[level](text, { correlationId: this.exchange.correlationId, place });
  }

  get variables(): Map<string, Value> {
    this.#variables ??= new Map();
    return this.#variables;
  }

  /** Scope axis2-client: options of the next call. */
  get axis2Client(): Map<string, Value> {
    this.#axis2Client ??= new Map();
    return this.#axis2Client;
  }

  set axis2Client(options: Map<string, Value>) {
    this.#axis2Client = options;
  }

  /** Whether anything was ever put into axis2-client. */
  get hasAxis2Client(): boolean {
    return this.#axis2Client !== undefined;
  }

  /** Scope operation, shared by all messages of the exchange. */
  get operation(): PropertyMap {
    return this.exchange.operation;
  }

  /** `urn:uuid:…`, made when it is first asked for. */
  get messageId(): string {
    this.#messageId ??= this.#newId();
    return this.#messageId;
  }

  set messageId(id: string) {
    this.#messageId = id;
  }

  get relatesTo(): string | undefined {
    if (this.#relatesToUnnamed) this.relatesTo = this.#newId();
    return this.#relatesTo;
  }

  set relatesTo(id: string | undefined) {
    this.#relatesTo = id;
    this.#relatesToUnnamed = false;
  }

  /** The answer relates to the request that it takes over, and has an id of its own. */
  becomeAnswer(): void {
    this.#relatesTo = this.#messageId;
    this.#relatesToUnnamed = this.#messageId === undefined;
    this.#messageId = undefined;
    this.#axis2Client = undefined;
  }

  #newId(): string {
    return `urn:uuid:${this.services.random.uuid()}`;
  }

  /** The string property RESPONSE alone decides when it is there, otherwise the flag. */
  get isResponse(): boolean {
    const property = this.properties.get('RESPONSE');
    return typeof property === 'string' ? property.toLowerCase() === 'true' : this.#isResponse;
  }

  set isResponse(flag: boolean) {
    this.#isResponse = flag;
  }

  /** The flag alone, whatever RESPONSE says. */
  get responseFlag(): boolean {
    return this.#isResponse;
  }

  /** Reads a property as `get-property` does: computed names, fall-backs (message-model sheet 2.2). Undefined = unset. */
  getProperty(scope: string, name: string): Value | undefined {
    return getProperty(this, scope, name);
  }

  /** Sets a property with its side effects: messageType, RESPONSE, null by scope (message-model sheet 2.1). */
  setProperty(scope: string, name: string, value: Value): void {
    setProperty(this, scope, name, value);
  }

  removeProperty(scope: string, name: string): void {
    removeProperty(this, scope, name);
  }

  /** The body has been recognised, or there is none; before that it is passed on as bytes. */
  get built(): boolean {
    return !this.#body.unbuilt;
  }

  /** Builds an unbuilt body: a promise only when a stream has to be collected. Throws or rejects with a Fault. */
  build(): void | Promise<void> {
    if (!this.#body.unbuilt) return;
    this.#building ??= buildMessage(this, this.#body)?.finally(() => {
      this.#building = undefined;
    });
    return this.#building;
  }

  /** The unbuilt content, to be passed on as it is: a stream can be taken once, bytes again and again. */
  takeSource(): Readable | Buffer | undefined {
    return this.#body.takeSource();
  }

  /** Puts unbuilt content in place of the body. */
  setSource(source: Readable | Buffer): void {
    this.#body.setSource(source);
  }

  /** Reads an unbuilt body to its end for nothing, so that its connection is free again. */
  discardBody(): void {
    if (this.#body.unbuilt) this.#body.empty();
  }

  /** The SOAP envelope; an unbuilt body shows an empty one. Reading it parses the body: throws Fault. */
  get envelope(): XmlElement {
    return this.#body.envelope;
  }

  /** The document above the envelope of a message that was parsed as SOAP. */
  get document(): XmlDocument | undefined {
    return this.#body.document;
  }

  /** The SOAP header element, undefined when there is none. */
  get soapHeader(): XmlElement | undefined {
    return headerOf(this.#body.headerEnvelope);
  }

  get soapBody(): XmlElement {
    return bodyOf(this.#body.envelope);
  }

  /** First element of the SOAP body. */
  get payload(): XmlElement | undefined {
    return this.soapBody.firstElement() ?? undefined;
  }

  /** Whether the SOAP body has an element (or a JSON body would show one); does not parse JSON. */
  get hasPayload(): boolean {
    return this.#body.hasPayload;
  }

  get soapVersion(): SoapVersion {
    return this.#body.version;
  }

  /** Version of the envelope that is made when there is none yet. */
  set soapVersion(version: SoapVersion) {
    this.#body.version = version;
  }

  /** The body holds a SOAP fault. */
  get hasSoapFault(): boolean {
    return !this.#body.unbuilt && !this.#body.json && isSoapFault(this.payload);
  }

  /** Instructions that stood before the root and are written back (PRESERVE_XML_PROCESSING_INSTRUCTIONS). */
  get instructions(): string {
    return this.#body.instructions;
  }

  /** What is held as JSON; undefined when the message is not JSON. */
  get heldJson(): HeldJson | undefined {
    return this.#body.json;
  }

  /** Text of the held JSON as received, undefined when the message is not JSON. */
  get jsonText(): string | undefined {
    return this.#body.json?.text;
  }

  /**
   * The held JSON parsed, undefined when the message is not JSON or blank. Not to be changed: call `setJson` with
   * another tree. Throws Fault when it is malformed.
   */
  get json(): JsonValue | undefined {
    return this.#body.json?.value(this.services.settings.maxBodyDepth);
  }

  /** The held JSON, or the JSON form of the first body element; undefined for an empty body. Throws Fault. */
  jsonForm(): JsonValue | undefined {
    if (this.#body.json) return this.json;
    const payload = this.payload;
    return payload && xmlToJson(payload, this.jsonXmlOptions);
  }

  /** The same as text: held JSON as received, else compact. */
  jsonFormText(): string | undefined {
    const held = this.#body.json;
    if (held) return held.text;
    const payload = this.payload;
    return payload && xmlToJsonText(payload, this.jsonXmlOptions);
  }

  /** How XML becomes JSON for this message: the settings, and axis2 PRESERVE_SPACES. */
  get jsonXmlOptions(): JsonXmlOptions {
    const { jsonXml } = this.services.settings;
    return isTrue(this.axis2.get('PRESERVE_SPACES')) ? { ...jsonXml, preserveSpaces: true } : jsonXml;
  }

  /** Text of a text/plain body, undefined for other bodies. */
  get text(): string | undefined {
    return this.#body.json ? undefined : elementText(this.payload);
  }

  /**
   * Puts an element in place of the body's content; held JSON goes, the SOAP header stays. The types of the message
   * and NO_ENTITY_BODY are the caller's business, in all setters.
   */
  setXml(payload: XmlElement): void {
    payload.remove();
    this.#body.setPayload(payload);
  }

  /**
   * Puts JSON in place of the body's content: its text, or a tree, which must not be changed afterwards. A text that
   * starts no JSON object or array must be a whole JSON value: throws Fault, and the body stays as it was.
   */
  setJson(json: string | JsonData): void {
    const held = typeof json === 'string' ? HeldJson.ofText(json) : HeldJson.ofValue(json.value);
    if (!held.acceptable) throw new Fault('Payload is not a JSON string.');
    this.#body.setJson(held);
  }

  /** Puts XML text in place of the body's content, to be parsed when it is read: a Fault then when it is malformed. */
  setXmlText(text: string): void {
    const { maxBodyDepth } = this.services.settings;
    this.#body.setPending({ text, soap: false, maxDepth: maxBodyDepth, allowDoctype: false, keepInstructions: false });
  }

  /** Puts a text in place of the body's content: the `text` element that text/plain is written from. */
  setText(text: string): void {
    this.#body.setPayload(textElement(text));
  }

  /** Takes everything away, the SOAP header included: an empty envelope. */
  emptyBody(): void {
    this.#body.empty();
  }

  /** Takes the payload away; the SOAP header stays. */
  removePayload(): void {
    this.#body.setPayload(undefined);
  }

  /** Puts a whole envelope in place of the present one; its version becomes the message's. */
  replaceEnvelope(envelope: XmlElement): void {
    this.#body.setEnvelope(envelope);
  }

  /** Adds a block to the SOAP header, beside others of the same name. */
  addSoapHeader(block: XmlElement): void {
    const header = headerFor(this.#body.headerEnvelope);
    header.append(block);
  }

  /**
   * The XML view of a JSON body was changed on purpose (enrich by XPath, for example): it is the content from now on.
   * Without this call held JSON is written as it was (message-model sheet 6.1).
   */
  adoptXmlView(): void {
    this.#body.adoptView();
  }

  /** For the readers of bodies: holds JSON bytes or text. */
  holdJson(json: HeldJson): void {
    this.#body.setJson(json);
  }

  /** For the readers of bodies: holds XML text to be parsed when it is asked for. */
  holdXml(pending: PendingXml): void {
    this.#body.setPending(pending);
  }

  /** A copy for clone, iterate and one-way calls. `build()` first: a stream cannot be copied and is left out. */
  copy(): Message {
    return copyMessage(this, this.#body.copy());
  }

  /** The same with an empty body, for copies that get one of their own. */
  copyWithoutBody(): Message {
    const body = new Body(this.services.settings.jsonXml, this.services.settings.maxBodyDepth);
    body.version = this.#body.version;
    return copyMessage(this, body);
  }

  /** For `copyMessage` and `transferMessage`: puts another body in place of this one's. */
  adoptBody(body: Body): void {
    this.#body = body;
  }

  /**
   * Everything of another message of the exchange becomes this one's: the first answer of several recipients. The other
   * message must not be used afterwards.
   */
  become(other: Message): void {
    transferMessage(other, this, other.#body);
  }

  /** What a call with a `target` puts back after its answer: a copy of body, headers and content types. */
  saveContent(): MessageContent {
    return {
      body: this.#body.copy(),
      headers: this.headers.copy(),
      messageType: this.axis2.get('messageType'),
      contentType: this.axis2.get('ContentType'),
    };
  }

  /** Puts back what `saveContent` kept; once. */
  restoreContent({ body, headers, messageType, contentType }: MessageContent): void {
    this.discardBody();
    this.#body = body;
    this.headers = headers;
    this.axis2.delete('messageType');
    this.axis2.delete('ContentType');
    if (messageType !== undefined) this.axis2.set('messageType', messageType);
    if (contentType !== undefined) this.axis2.set('ContentType', contentType);
  }

  /**
   * The answer of a non-blocking call or send takes this message over (message-model sheet, section 1). `send` sets
   * `isResponse` and drops the fault handlers besides.
   */
  takeAnswer(answer: Answer): void {
    takeAnswer(this, answer);
  }

  /** The answer of a blocking call (endpoints sheet, section 5). A promise while its body is collected. */
  takeBlockingAnswer(answer: Answer): void | Promise<void> {
    return takeBlockingAnswer(this, answer);
  }
}
