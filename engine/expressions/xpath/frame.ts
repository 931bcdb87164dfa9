import { Fault } from '../../errors/index.js';
import type { Message } from '../../message/index.js';
import type { XmlElement } from '../../xml/index.js';
import type { XPathItem } from './value.js';

/**
 * Where an expression is being evaluated: the message, and the context item with its position. One frame serves all items
 * that a predicate looks at, so nobody keeps one.
 */
export class Frame {
  /** Position of the context item; 0 outside predicates, as in the reference. */
  position = 0;
  /** Number of context items. */
  size = 1;
  private context: XPathItem | undefined;

  /**
   * @param message undefined for a deferred expression, which sees only an envelope
   * @param detached the envelope, when there is no message
   * @param depth how many `evaluate()` calls this one stands in
   */
  constructor(
    readonly message: Message | undefined,
    private readonly detached?: XmlElement,
    readonly depth: number = 0,
  ) {}

  /** The context item; outside predicates the envelope, which is parsed only when somebody asks here. */
  get item(): XPathItem {
    return this.context === undefined ? this.envelope : this.context;
  }

  set item(item: XPathItem) {
    this.context = item;
  }

  /** The SOAP envelope. Throws Fault when the body cannot be parsed. */
  get envelope(): XmlElement {
    return (this.message?.envelope ?? this.detached)!;
  }

  /** The SOAP body element. */
  get body(): XmlElement | null {
    return this.message === undefined ? this.part('Body') : this.message.soapBody;
  }

  /** The SOAP header element, null when there is none. */
  get header(): XmlElement | null {
    return this.message === undefined ? this.part('Header') : (this.message.soapHeader ?? null);
  }

  private part(name: string): XmlElement | null {
    return this.envelope.child(this.envelope.namespaceURI, name);
  }

  /** The message. Throws Fault in a deferred expression, which has none. */
  messageFor(what: string): Message {
    if (this.message === undefined) throw new Fault(`${what} cannot be read in an expression between double braces`);
    return this.message;
  }

  /** A frame for the items of a predicate. */
  inside(size: number): Frame {
    const frame = new Frame(this.message, this.detached, this.depth);
    frame.size = size;
    return frame;
  }

  /** A frame for an expression that `evaluate()` runs: the same context, one level deeper. */
  deeper(): Frame {
    const frame = new Frame(this.message, this.detached, this.depth + 1);
    frame.context = this.context;
    frame.position = this.position;
    return frame;
  }
}
