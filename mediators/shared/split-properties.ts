import type { Message, Value } from '../../engine/kit.js';

/** The names that clone, iterate and aggregate share, with the id of the split as suffix (mediators-flow sheet 10). */
const correlationName = 'aggregateCorelation';
const sequenceName = 'messageSequence';
const holderName = 'EIP_SHARED_DATA_HOLDER';

function named(name: string, id: string | undefined): string {
  return id === undefined ? name : `${name}.${id}`;
}

/** Which copy of a split a message is. */
export interface SplitMark {
  readonly id: string | undefined;
  /** From 0. */
  readonly index: number;
  readonly count: number;
  /** Message id of the message that was split. */
  readonly parent: string;
}

/** Gives a message the holder that all copies of its split share: in it an aggregate notes that it is complete. */
export function markParent(message: Message, id: string | undefined): void {
  message.properties.set(named(holderName, id), new Map<string, Value>());
}

/**
 * Marks a copy for an aggregate. The correlation without an id comes with every copy, but one that the parent has from an
 * earlier split stays: nested splits need ids of their own.
 */
export function markCopy({ properties }: Message, { id, index, count, parent }: SplitMark): void {
  if (!properties.has(correlationName)) properties.set(correlationName, parent);
  if (id !== undefined) properties.set(named(correlationName, id), parent);
  properties.set(named(sequenceName, id), `${index}/${count}`);
}

/** What joins the copies of a split; undefined for a message that is no copy. */
export function correlationOf({ properties }: Message, id: string | undefined): string | undefined {
  const value = properties.get(named(correlationName, id));
  return typeof value === 'string' ? value : undefined;
}

/** How many copies there are, by the copy's own mark; undefined without one. */
export function splitCountOf({ properties }: Message, id: string | undefined): number | undefined {
  const mark = properties.get(named(sequenceName, id));
  const count = typeof mark === 'string' ? /\/(\d+)$/.exec(mark)?.[1] : undefined;
  return count === undefined ? undefined : Number(count);
}

/** Whether the parts of the message's split have been aggregated; further ones are too late. */
export function isAggregated({ properties }: Message, id: string | undefined): boolean {
  const holder = properties.get(named(holderName, id));
  return holder instanceof Map && holder.has(aggregated);
}

/** Notes that for all copies of the split. */
export function setAggregated({ properties }: Message, id: string | undefined): void {
  const holder = properties.get(named(holderName, id));
  if (holder instanceof Map) holder.set(aggregated, true);
}

const aggregated = 'aggregated';
