import { parseJson } from '../../../message/index.js';
import { Decimal } from '../../decimal.js';
import { jsonModel } from '../json-model.js';
import { FtlSequence, FtlTypeError } from '../value.js';
import { type BuiltInCall, type BuiltIns, indexArgument, text, textArgument } from './call.js';

const whole = (value: number) => new Decimal(BigInt(value), 0);

/** Built-ins of strings. */
export const textBuiltIns: BuiltIns = {
  boolean: (call) => {
    const value = text(call);
    if (value !== 'true' && value !== 'false') throw new FtlTypeError(`Can't convert this string to boolean: ${value}`);
    return value === 'true';
  },
  cap_first: (call) => text(call).replace(/\S/, (first) => first.toUpperCase()),
  uncap_first: (call) => text(call).replace(/\S/, (first) => first.toLowerCase()),
  capitalize: (call) => text(call).replace(/\S+/g, (word) => word[0]!.toUpperCase() + word.slice(1).toLowerCase()),
  chop_linebreak: (call) => text(call).replace(/(\r\n|\r|\n)$/, ''),
  contains: (call) => text(call).includes(textArgument(call, 0)),
  ends_with: (call) => text(call).endsWith(textArgument(call, 0)),
  starts_with: (call) => text(call).startsWith(textArgument(call, 0)),
  ensure_ends_with: (call) => ensured(call, (value, part) => (value.endsWith(part) ? value : value + part)),
  eval: (call) => call.evaluate(text(call)),
  eval_json: (call) => jsonModel(parseJson(text(call))),
  index_of: (call) => whole(text(call).indexOf(textArgument(call, 0), start(call))),
  last_index_of: (call) => {
    const from = (call.count ?? 0) > 1 ? indexArgument(call, 1) : Number.POSITIVE_INFINITY;
    return whole(from < 0 ? -1 : text(call).lastIndexOf(textArgument(call, 0), from));
  },
  left_pad: (call) => pad(call, (value, filling) => filling + value),
  right_pad: (call) => pad(call, (value, filling) => value + filling, true),
  length: (call) => whole(text(call).length),
  lower_case: (call) => text(call).toLowerCase(),
  upper_case: (call) => text(call).toUpperCase(),
  number: (call) => {
    const value = text(call).trim();
    const read = Decimal.parse(value);
    if (!read) throw new FtlTypeError(`Can't convert this string to number: ${value}`);
    return read;
  },
  remove_beginning: (call) =>
    ensured(call, (value, part) => (value.startsWith(part) ? value.slice(part.length) : value)),
  remove_ending: (call) =>
    ensured(call, (value, part) => (part !== '' && value.endsWith(part) ? value.slice(0, -part.length) : value)),
  substring: (call) => {
    const value = text(call);
    const from = indexArgument(call, 0);
    const to = (call.count ?? 0) > 1 ? indexArgument(call, 1) : value.length;
    if (from < 0 || to < from || to > value.length)
      throw new FtlTypeError(`The index is out of range in ?substring(${from}, ${to})`);
    return value.slice(from, to);
  },
  trim: (call) => text(call).replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, ''),
  truncate: (call) => truncate(call, true),
  truncate_w: (call) => truncate(call, true),
  truncate_c: (call) => truncate(call, false),
  word_list: (call) =>
    new FtlSequence(
      text(call)
        .split(/\s+/)
        .filter((word) => word !== ''),
    ),
};

function start(call: BuiltInCall): number {
  return (call.count ?? 0) > 1 ? indexArgument(call, 1) : 0;
}

function ensured(call: BuiltInCall, change: (value: string, part: string) => string): string {
  return change(text(call), textArgument(call, 0));
}

function pad(call: BuiltInCall, join: (value: string, filling: string) => string, right = false): string {
  const value = text(call);
  const missing = indexArgument(call, 0) - value.length;
  if (missing <= 0) return value;
  const filling = (call.count ?? 0) > 1 ? textArgument(call, 1) : ' ';
  if (filling === '') throw new FtlTypeError('The filling of a padding cannot be empty');
  // The filling on the right goes on as if it stood behind the text from its first character.
  const offset = right ? value.length % filling.length : 0;
  return join(value, filling.repeat(Math.ceil((missing + offset) / filling.length)).slice(offset, offset + missing));
}

function truncate(call: BuiltInCall, atWord: boolean): string {
  const value = text(call);
  const longest = indexArgument(call, 0);
  if (value.length <= longest) return value;
  const end = (call.count ?? 0) > 1 ? textArgument(call, 1) : '[...]';
  const room = Math.max(0, longest - end.length);
  let cut = value.slice(0, room);
  if (atWord && /\S/.test(value[room] ?? ' ') && /\s/.test(cut)) cut = cut.replace(/\S+$/, '');
  const trimmed = cut.replace(/\s+$/, '');
  return atWord &&
    /\s/.test(value.slice(trimmed.length, trimmed.length + 1)) &&
    trimmed.length + 1 + end.length <= longest
    ? `${trimmed} ${end}`
    : trimmed + end;
}
