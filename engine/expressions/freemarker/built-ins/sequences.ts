import { Decimal } from '../../decimal.js';
import { booleanOf, numberOf, plainOf, textOf } from '../convert.js';
import { compareNumbers } from '../number-text.js';
import { FtlDate, FtlSequence, FtlTypeError, type FtlValue, isObject, itemsOf, wrongType } from '../value.js';
import { argument, type BuiltInCall, type BuiltIns, indexArgument, object, textArgument } from './call.js';

const whole = (value: number) => new Decimal(BigInt(value), 0);
const items = (call: BuiltInCall) => itemsOf(call.value!);

/** Built-ins of sequences and hashes. */
export const sequenceBuiltIns: BuiltIns = {
  chunk,
  drop_while: (call) => {
    const test = condition(call);
    const all = items(call);
    const first = all.findIndex((item) => !test(item));
    return new FtlSequence(first < 0 ? [] : all.slice(first));
  },
  take_while: (call) => {
    const test = condition(call);
    const all = items(call);
    const end = all.findIndex((item) => !test(item));
    return new FtlSequence(end < 0 ? all : all.slice(0, end));
  },
  filter: (call) => new FtlSequence(items(call).filter(condition(call))),
  map: (call) => {
    const change = call.functionArgument(0);
    return new FtlSequence(items(call).map((item) => change(item)));
  },
  first: (call) => items(call)[0],
  last: (call) => items(call).at(-1),
  join,
  min: (call) => extreme(items(call), -1),
  max: (call) => extreme(items(call), 1),
  reverse: (call) => new FtlSequence(items(call).reverse()),
  seq_contains: (call) => indexOf(call, items(call)) >= 0,
  seq_index_of: (call) => whole(indexOf(call, items(call), (call.count ?? 0) > 1 ? indexArgument(call, 1) : 0)),
  seq_last_index_of: (call) => {
    const all = items(call);
    const end = (call.count ?? 0) > 1 ? indexArgument(call, 1) + 1 : all.length;
    const back = indexOf(call, all.slice(0, Math.max(0, end)).reverse());
    return whole(back < 0 ? -1 : Math.min(end, all.length) - 1 - back);
  },
  sequence: (call) => new FtlSequence(items(call)),
  size,
  sort: (call) => new FtlSequence(sorted(items(call), (item) => item)),
  sort_by: (call) => {
    const path = argument(call, 0);
    const keys = typeof path === 'string' ? [path] : itemsOf(path).map((key) => textOf(key ?? '', call.environment));
    return new FtlSequence(sorted(items(call), (item) => keys.reduce(memberOf, item)));
  },
  keys: (call) => new FtlSequence(object(call, 'keys', 'an extended hash').keys()),
  values: (call) => {
    const hash = object(call, 'keys', 'an extended hash');
    return new FtlSequence(hash.keys().map((key) => hash.get?.(key)));
  },
};

function size(call: BuiltInCall): Decimal {
  const { value } = call;
  if (isObject(value)) {
    if (value.endless) throw new FtlTypeError('The range has no end');
    if (value.size) return whole(value.size());
    if (value.keys) return whole(value.keys().length);
  }
  throw wrongType(value!, 'a sequence or an extended hash');
}

function condition(call: BuiltInCall): (item: FtlValue | undefined) => boolean {
  const test = call.functionArgument(0);
  return (item) => {
    const answer = test(item);
    if (answer === undefined) throw new FtlTypeError('The condition gave nothing');
    return booleanOf(answer);
  };
}

function chunk(call: BuiltInCall): FtlValue {
  const length = indexArgument(call, 0);
  if (length < 1) throw new FtlTypeError('The size of a chunk must be at least 1');
  const all = items(call);
  const rows: FtlValue[] = [];
  for (let at = 0; at < all.length; at += length) {
    const row = all.slice(at, at + length);
    while ((call.count ?? 0) > 1 && row.length < length) row.push(argument(call, 1));
    rows.push(new FtlSequence(row));
  }
  return new FtlSequence(rows);
}

/** Missing items are left out. */
function join(call: BuiltInCall): string {
  const separator = textArgument(call, 0);
  const texts = items(call).flatMap((item) => (item === undefined ? [] : [textOf(item, call.environment)]));
  if (texts.length === 0) return (call.count ?? 0) > 1 ? textArgument(call, 1) : '';
  return texts.join(separator) + ((call.count ?? 0) > 2 ? textArgument(call, 2) : '');
}

function extreme(all: readonly (FtlValue | undefined)[], sign: 1 | -1): FtlValue | undefined {
  let best: FtlValue | undefined;
  for (const item of all) {
    if (item === undefined) continue;
    if (best === undefined || compare(item, best) * sign > 0) best = item;
  }
  return best;
}

function indexOf(call: BuiltInCall, all: readonly (FtlValue | undefined)[], from = 0): number {
  const wanted = plainOf(argument(call, 0));
  return all.findIndex((item, index) => index >= from && item !== undefined && equal(plainOf(item), wanted));
}

function equal(left: FtlValue, right: FtlValue): boolean {
  if (left instanceof Decimal && right instanceof Decimal) return compareNumbers(left, right) === 0;
  if (left instanceof FtlDate && right instanceof FtlDate) return left.milliseconds === right.milliseconds;
  return left === right;
}

function memberOf(value: FtlValue | undefined, key: string): FtlValue | undefined {
  if (isObject(value) && value.get) return value.get(key);
  throw new FtlTypeError('The items of the sequence are no hashes');
}

/** Numbers by size, texts by the alphabet, without regard to case at first. */
function sorted(
  all: readonly (FtlValue | undefined)[],
  key: (item: FtlValue | undefined) => FtlValue | undefined,
): (FtlValue | undefined)[] {
  const keyed = all.map((item) => {
    const found = key(item);
    if (found === undefined) throw new FtlTypeError('A key of the sequence to be sorted is missing');
    return { item, by: plainOf(found) };
  });
  return keyed.sort((left, right) => compare(left.by, right.by)).map(({ item }) => item);
}

const collator = new Intl.Collator('en-US');

function compare(left: FtlValue, right: FtlValue): number {
  if (left instanceof Decimal && right instanceof Decimal) return compareNumbers(left, right);
  if (left instanceof FtlDate && right instanceof FtlDate) return left.milliseconds - right.milliseconds;
  if (typeof left === 'string' && typeof right === 'string') return collator.compare(left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (isObject(left) || isObject(right)) return compareNumbers(numberOf(left), numberOf(right));
  throw new FtlTypeError('The items of the sequence cannot be compared with each other');
}
