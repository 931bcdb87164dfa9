import { Fault } from '../../errors/index.js';
import type { Message } from '../../message/index.js';
import type { XmlElement } from '../../xml/index.js';
import type { Compiled } from './compiled.js';
import { EvaluationError } from './evaluation-error.js';
import { Frame } from './frame.js';
import type { XPathValue } from './value.js';

/**
 * An XPath as the value of a template parameter (`value="{{//x}}"`). `$func:p` evaluates it over the envelope as it is
 * then, without the functions and properties of the message; `get-property('func','p')` hands on the expression itself,
 * which then is text by all rules.
 */
export class DeferredXPath {
  constructor(
    readonly source: string,
    private readonly compiled: Compiled,
    /** Text of the expression with everything a message offers. */
    readonly textFor: (message: Message) => string | null,
  ) {}

  /** The value over an envelope; null when it cannot be evaluated. Throws Fault for properties of the message. */
  over(envelope: XmlElement): XPathValue {
    try {
      return this.compiled.value(new Frame(undefined, envelope));
    } catch (error) {
      if (error instanceof EvaluationError) return null;
      if (error instanceof Fault) throw error;
      throw new Fault(`Evaluation of the XPath expression ${this.source} resulted in an error`, { cause: error });
    }
  }
}
