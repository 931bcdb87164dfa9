import { CONTINUE, type Exchange, type Message, type Outcome, STOP } from '../../engine/kit.js';
import { type Aggregate, AggregateGroup } from './aggregate-group.js';
import { correlationOf, isAggregated } from './split-properties.js';

/**
 * What joins messages that need not come from a split: a key, `pass` for a message that is none of them, undefined when
 * the message's split decides. Throws Fault.
 */
export type Correlate = (message: Message) => string | 'pass' | undefined;

/**
 * An aggregate mediator at work. Its groups belong to the exchange whose messages they hold, so messages of different
 * requests are never joined.
 */
export class Aggregation {
  readonly #groups = new WeakMap<Exchange, Map<string, AggregateGroup>>();

  constructor(
    private readonly aggregate: Aggregate,
    private readonly correlate: Correlate | undefined,
  ) {}

  /** Takes a message; only the one that completes a group goes on. */
  take(message: Message): Outcome | Promise<Outcome> {
    const { id } = this.aggregate;
    const key = this.correlate?.(message) ?? correlationOf(message, id);
    if (key === undefined || key === 'pass') return CONTINUE;
    // XML that cannot be parsed is the fault of this message, not of the group.
    if (!message.heldJson) void message.envelope;
    const groups = this.#groupsOf(message.exchange);
    const group = groups.get(key);
    if (group) return group.add(message);
    if (isAggregated(message, id)) return STOP;
    const begun = new AggregateGroup(this.aggregate, message, () => groups.delete(key));
    groups.set(key, begun);
    return begun.add(message);
  }

  #groupsOf(exchange: Exchange): Map<string, AggregateGroup> {
    const groups = this.#groups.get(exchange) ?? new Map<string, AggregateGroup>();
    this.#groups.set(exchange, groups);
    return groups;
  }
}
