import { Decimal } from '../../decimal.js';
import type { Loop } from '../environment.js';
import { FtlTypeError, type FtlValue } from '../value.js';
import { argument, type BuiltInCall, type BuiltIns } from './call.js';

/** Built-ins of the variables of loops. */
export const loopBuiltIns: BuiltIns = {
  index: (call) => whole(loop(call).index),
  counter: (call) => whole(loop(call).index + 1),
  has_next: (call) => hasNext(loop(call)),
  is_first: (call) => loop(call).index === 0,
  is_last: (call) => !hasNext(loop(call)),
  is_even_item: (call) => loop(call).index % 2 === 1,
  is_odd_item: (call) => loop(call).index % 2 === 0,
  item_parity: (call) => (loop(call).index % 2 === 0 ? 'odd' : 'even'),
  item_parity_cap: (call) => (loop(call).index % 2 === 0 ? 'Odd' : 'Even'),
  item_cycle: (call): FtlValue => argument(call, loop(call).index % (call.count || 1)),
};

function whole(value: number): Decimal {
  return new Decimal(BigInt(value), 0);
}

function loop(call: BuiltInCall): Loop {
  if (call.loop) return call.loop;
  throw new FtlTypeError('The left side is not the variable of a loop');
}

/** Whether another item follows. */
export function hasNext({ index, size }: Loop): boolean {
  return index + 1 < size;
}
