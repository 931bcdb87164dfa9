import type { Readable } from 'node:stream';
import { parseXml, type XmlDocument, type XmlElement, XmlText, xmlElement } from '../xml/index.js';
import type { HeldJson } from './held-json.js';
import { type JsonValue, type JsonXmlOptions, jsonToXml } from './json/index.js';
import { viewFault } from './parsing-fault.js';
import { bodyOf, emptyEnvelope, envelopeVersion, type SoapVersion } from './soap.js';

/** XML text that was recognised and not parsed yet. */
export interface PendingXml {
  readonly text: string;
  /** The text is a SOAP envelope, else it is the payload of one. */
  readonly soap: boolean;
  readonly maxDepth: number;
  readonly allowDoctype: boolean;
  /** Instructions before the root are written back. */
  readonly keepInstructions: boolean;
}

/**
 * The body of a message. Unbuilt it is bytes or a stream that nobody has looked into; built it is held JSON, pending
 * XML or a tree, and the views are made of these when they are asked for. The envelope always exists, if only in name.
 */
export class Body {
  #source: Readable | Buffer | undefined;
  #json: HeldJson | undefined;
  /** The element that stands for held JSON in the envelope. */
  #view: XmlElement | undefined;
  #pending: PendingXml | undefined;
  #envelope: XmlElement | undefined;
  #document: XmlDocument | undefined;
  #instructions: string | undefined;
  #version: SoapVersion = '1.1';

  /** @param jsonXml how the XML view of JSON is made */
  constructor(
    private readonly jsonXml: JsonXmlOptions,
    private readonly maxDepth: number,
  ) {}

  /** The unbuilt content; undefined once it is built, replaced or sent. */
  get source(): Readable | Buffer | undefined {
    return this.#source;
  }

  /** Nobody has looked into the content yet. */
  get unbuilt(): boolean {
    return this.#source !== undefined;
  }

  /** Puts unbuilt content in place of everything. */
  setSource(source: Readable | Buffer): void {
    this.#reset();
    this.#source = source;
  }

  /** Gives the unbuilt content away: a stream is gone afterwards, bytes stay. */
  takeSource(): Readable | Buffer | undefined {
    const source = this.#source;
    if (!Buffer.isBuffer(source)) this.#source = undefined;
    return source;
  }

  /** Content that was collected or sent is no longer unbuilt; nothing is in its place yet. */
  sourceTaken(): void {
    this.#source = undefined;
    this.#envelope = undefined;
  }

  /** The SOAP version of the envelope that is there or would be made. */
  get version(): SoapVersion {
    return this.#version;
  }

  set version(version: SoapVersion) {
    this.#version = version;
  }

  /** Processing instructions to be written in front of the payload. */
  get instructions(): string {
    this.#parsePending();
    return this.#instructions ?? '';
  }

  /** The envelope with the payload in it. Throws Fault when pending XML is malformed or JSON has no XML view. */
  get envelope(): XmlElement {
    this.#parsePending();
    const envelope = this.#bareEnvelope();
    if (this.#json && !this.#view) this.#showJson(envelope, this.#json);
    return envelope;
  }

  /** The document above an envelope that came from the wire. */
  get document(): XmlDocument | undefined {
    this.#parsePending();
    return this.#document;
  }

  /** The envelope as far as it is there without making a view of JSON: for its header. */
  get headerEnvelope(): XmlElement {
    this.#parsePending();
    return this.#bareEnvelope();
  }

  /** Held JSON, unless an element of other origin took its place. */
  get json(): HeldJson | undefined {
    if (!this.#json || !this.#view || !this.#envelope) return this.#json;
    const first = bodyOf(this.#envelope).firstElement();
    return first === null || first === this.#view ? this.#json : undefined;
  }

  /** The body has a payload element (or would have one once it is viewed). Does not parse JSON. */
  get hasPayload(): boolean {
    if (this.#json && !this.#view) return this.#json.kind !== 'empty';
    // An envelope that nobody has asked for yet is empty, and need not be made to see that.
    if (!this.#pending && !this.#envelope) return false;
    return bodyOf(this.envelope).firstElement() !== null;
  }

  /** Holds JSON in place of the content. */
  setJson(json: HeldJson): void {
    this.#clearContent();
    this.#json = json;
  }

  /** Holds XML text, to be parsed when a view is asked for. */
  setPending(pending: PendingXml): void {
    this.#reset();
    this.#pending = pending;
  }

  /** Puts an element in place of the content; undefined leaves the body of the envelope empty. */
  setPayload(payload: XmlElement | undefined): void {
    this.#clearContent();
    if (payload) bodyOf(this.#bareEnvelope()).append(payload);
  }

  /** Puts a whole envelope in place of everything. */
  setEnvelope(envelope: XmlElement): void {
    this.#reset();
    this.#adopt(envelope);
  }

  /** Drops everything, the SOAP header included. */
  empty(): void {
    this.#reset();
  }

  /** The XML view of held JSON is the content from now on. */
  adoptView(): void {
    if (!this.#json) return;
    void this.envelope;
    this.#json = undefined;
    this.#view = undefined;
  }

  /** A copy: trees are copied, held JSON, bytes and pending XML are shared. A stream cannot be copied and is left out. */
  copy(): Body {
    const copy = new Body(this.jsonXml, this.maxDepth);
    if (Buffer.isBuffer(this.#source)) copy.#source = this.#source;
    copy.#json = this.#json;
    copy.#pending = this.#pending;
    copy.#instructions = this.#instructions;
    copy.#version = this.#version;
    if (!this.#envelope) return copy;
    const document = this.#document?.clone();
    copy.#document = document;
    copy.#envelope = document?.documentElement ?? this.#envelope.clone();
    if (this.#view) copy.#view = twinOf(this.#view, this.#envelope, copy.#envelope);
    return copy;
  }

  #bareEnvelope(): XmlElement {
    this.#envelope ??= emptyEnvelope(this.#version);
    return this.#envelope;
  }

  #showJson(envelope: XmlElement, json: HeldJson): void {
    const view = viewOf(json, this.jsonXml, this.maxDepth);
    if (!view) return;
    const body = bodyOf(envelope);
    body.insertBefore(view, body.firstChild);
    this.#view = view;
  }

  #parsePending(): void {
    const pending = this.#pending;
    if (!pending) return;
    const document = parsed(pending);
    const root = document.documentElement!;
    this.#pending = undefined;
    if (pending.keepInstructions) this.#instructions = instructionsBefore(root);
    if (pending.soap) {
      this.#document = document;
      this.#adopt(root);
      return;
    }
    root.remove();
    this.#envelope = undefined;
    bodyOf(this.#bareEnvelope()).append(root);
  }

  #adopt(envelope: XmlElement): void {
    this.#envelope = envelope;
    this.#version = envelopeVersion(envelope) ?? this.#version;
  }

  /** Everything but the SOAP header goes. */
  #clearContent(): void {
    if (this.#pending?.soap) this.#parsePending();
    this.#dropSource();
    this.#json = undefined;
    this.#view = undefined;
    this.#pending = undefined;
    this.#instructions = undefined;
    if (this.#envelope) bodyOf(this.#envelope).clear();
  }

  #reset(): void {
    this.#dropSource();
    this.#json = undefined;
    this.#view = undefined;
    this.#pending = undefined;
    this.#envelope = undefined;
    this.#document = undefined;
    this.#instructions = undefined;
  }

  /** A stream that nobody wants is read to its end, so that its connection is free again. */
  #dropSource(): void {
    const source = this.#source;
    this.#source = undefined;
    if (source && !Buffer.isBuffer(source)) source.on('error', () => {}).resume();
  }
}

/** The element that stands for held JSON; undefined when there is nothing to show. */
function viewOf(json: HeldJson, options: JsonXmlOptions, maxDepth: number): XmlElement | undefined {
  const { kind } = json;
  if (kind === 'value') return xmlElement('', 'jsonValue', new XmlText(json.text));
  const value: JsonValue | undefined = json.value(maxDepth);
  return value === undefined ? undefined : jsonToXml(value, options);
}

function parsed({ text, maxDepth, allowDoctype }: PendingXml): XmlDocument {
  try {
    return parseXml(text, { maxDepth, allowDoctype });
  } catch (error) {
    throw viewFault(error);
  }
}

function instructionsBefore(root: XmlElement): string {
  let text = '';
  for (let node = root.parentNode!.firstChild; node !== null && node !== root; node = node.nextSibling) {
    if (node.nodeType === 7) text += `<?${node.target}${node.data && ` ${node.data}`}?>`;
  }
  return text;
}

/** The child of the copied body at the place that `child` has in its own. */
function twinOf(child: XmlElement, envelope: XmlElement, copy: XmlElement): XmlElement | undefined {
  const at = bodyOf(envelope).childNodes.indexOf(child);
  const twin = bodyOf(copy).childNodes[at];
  return twin?.nodeType === 1 ? twin : undefined;
}
