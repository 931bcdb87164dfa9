import { Fault, type Place } from '../../errors/index.js';
import type { JsonValue, Message, Value } from '../../message/index.js';
import { XmlElement, type XmlNode } from '../../xml/index.js';
import type { Expression } from '../expression.js';
import { EvaluationFailure } from './failure.js';
import { isNodes, JsonOperand, nativeValue, type Operand, textOf } from './operand.js';
import type { Evaluate } from './path-text.js';

/** A compiled `${...}` expression. A failed evaluation gives empty text and one warning in the flow's log. */
export class SynapseExpression implements Expression {
  readonly language = 'synapse';

  /**
   * @param source with `${` and `}`
   * @param contentAware whether the body is parsed before a mediator with this expression
   * @param place of its text, for the warnings
   */
  constructor(
    readonly source: string,
    readonly contentAware: boolean,
    private readonly place: Place,
    private readonly evaluate: Evaluate,
  ) {}

  /** Never null: null and failures are empty text. */
  string(message: Message): string {
    const operand = this.run(message, false);
    return operand === null ? '' : textOf(operand);
  }

  /** True only for the text `true`, in any case. */
  boolean(message: Message): boolean {
    return this.string(message).toLowerCase() === 'true';
  }

  /** Null and failures are empty text here, too. A text literal keeps its quotes; `xpath` gives nodes. */
  value(message: Message): Value {
    const operand = this.run(message, true);
    return operand === null ? '' : nativeValue(operand);
  }

  /**
   * Members of a JSON array, another JSON value alone, nodes of an `xpath`. Anything else is a Fault. (iterate, foreach by
   * expression and aggregate take no Synapse expression at run time: they look at `language` first.)
   */
  nodes(message: Message): readonly XmlNode[] | readonly JsonValue[] {
    const operand = this.run(message, true);
    if (operand instanceof JsonOperand) return Array.isArray(operand.value) ? operand.value : [operand.value];
    if (operand instanceof XmlElement) return [operand];
    if (isNodes(operand)) return operand;
    throw new Fault(`Expression '${this.source}' gives neither JSON nor XML`);
  }

  private run(message: Message, native: boolean): Operand {
    try {
      return this.evaluate(message, native);
    } catch (error) {
      if (!(error instanceof EvaluationFailure)) throw error;
      message.log('warn', `Error evaluating expression: ${this.source} cause : ${error.reason}`, this.place);
      return null;
    }
  }
}
