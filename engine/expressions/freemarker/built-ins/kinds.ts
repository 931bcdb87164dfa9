import { Decimal } from '../../decimal.js';
import { Macro } from '../environment.js';
import { FtlDate, type FtlObject, type FtlValue, isObject, NOTHING } from '../value.js';
import { NodeModel } from '../xml-model.js';
import type { BuiltInCall, BuiltIns } from './call.js';

/** Built-ins that see missing values too. */
export const lenientBuiltIns: BuiltIns = {
  default: (call) => {
    if (call.value !== undefined) return call.value;
    for (let index = 0; index < (call.count ?? 0); index += 1) {
      const value = call.argument(index);
      if (value !== undefined) return value;
    }
    return undefined;
  },
  exists: (call) => call.value !== undefined,
  has_content: (call) => hasContent(call.value),
  if_exists: (call) => call.value ?? NOTHING,
};

/** Built-ins that ask what a value is. */
export const kindBuiltIns: BuiltIns = {
  is_string: (call) => typeof call.value === 'string' || can(call, 'text') || can(call, 'markup'),
  is_number: (call) => call.value instanceof Decimal || can(call, 'number'),
  is_boolean: (call) => typeof call.value === 'boolean' || can(call, 'boolean'),
  is_date: (call) => call.value instanceof FtlDate,
  is_date_like: (call) => call.value instanceof FtlDate,
  is_date_only: (call) => call.value instanceof FtlDate && call.value.kind === 'date',
  is_time: (call) => call.value instanceof FtlDate && call.value.kind === 'time',
  is_datetime: (call) => call.value instanceof FtlDate && call.value.kind === 'datetime',
  is_unknown_date_like: () => false,
  is_hash: (call) => can(call, 'get'),
  is_hash_ex: (call) => can(call, 'keys'),
  is_hash_ex2: (call) => can(call, 'keys'),
  is_sequence: (call) => can(call, 'at'),
  is_indexable: (call) => can(call, 'at'),
  is_enumerable: (call) => can(call, 'at'),
  is_collection: () => false,
  is_collection_ex: () => false,
  is_method: (call) => can(call, 'call') || (call.value instanceof Macro && call.value.syntax.isFunction),
  is_macro: (call) => call.value instanceof Macro && !call.value.syntax.isFunction,
  is_directive: (call) => call.value instanceof Macro,
  is_transform: () => false,
  is_node: (call) => call.value instanceof NodeModel,
  is_markup_output: (call) => can(call, 'markup'),
  switch: (call) => call.value,
  has_api: () => false,
};

function can({ value }: BuiltInCall, ability: keyof FtlObject): boolean {
  return isObject(value) && value[ability] !== undefined;
}

/** Neither missing nor an empty text, sequence or hash. */
function hasContent(value: FtlValue | undefined): boolean {
  if (value === undefined) return false;
  if (typeof value === 'string') return value !== '';
  if (!isObject(value)) return true;
  if (value.markup !== undefined) return value.markup !== '';
  if (value.size) return value.size() > 0;
  if (value.text) return value.text() !== '';
  return value.keys ? value.keys().length > 0 : true;
}
