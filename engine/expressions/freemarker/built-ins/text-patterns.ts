import { Report } from '../../../errors/index.js';
import { compileJavaRegex, type JavaMatch, type JavaRegex } from '../../java-regex/index.js';
import { type FtlObject, FtlSequence, FtlTypeError, type FtlValue } from '../value.js';
import { type BuiltInCall, type BuiltIns, optionalText, text, textArgument } from './call.js';

/**
 * Built-ins of strings that take flags: `r` makes the first argument a regular expression, `i` ignores case, `m` and `s`
 * are those of Java, `c` allows comments, `f` is for the first hit alone.
 */
export const patternBuiltIns: BuiltIns = {
  ensure_starts_with: ensureStartsWith,
  keep_after: (call) => keep(call, true, 'first'),
  keep_after_last: (call) => keep(call, true, 'last'),
  keep_before: (call) => keep(call, false, 'first'),
  keep_before_last: (call) => keep(call, false, 'last'),
  matches,
  replace,
  split,
  groups: (call) => new FtlSequence((call.value as Partial<Match>).groups ?? []),
};

/** The second argument is what is added; the first one is then a pattern. */
function ensureStartsWith(call: BuiltInCall): string {
  const value = text(call);
  const part = textArgument(call, 0);
  if ((call.count ?? 0) < 2) return value.startsWith(part) ? value : part + value;
  const found = pattern(part, optionalText(call, 2)).exec(value);
  return found && found.start === 0 ? value : textArgument(call, 1) + value;
}

/** What stands before or behind a separator; without one, `after` gives nothing and `before` everything. */
function keep(call: BuiltInCall, after: boolean, which: 'first' | 'last'): string {
  const value = text(call);
  const separator = textArgument(call, 0);
  const flags = optionalText(call, 1);
  const hits: readonly { readonly start: number; readonly end: number }[] =
    flags.includes('r') || flags.includes('i')
      ? allMatches(pattern(quoted(separator, flags), flags), value)
      : literalHits(value, separator);
  const hit = which === 'first' ? hits[0] : hits.at(-1);
  if (!hit) return after ? '' : value;
  return after ? value.slice(hit.end) : value.slice(0, hit.start);
}

function literalHits(value: string, separator: string): { start: number; end: number }[] {
  const [first, last] = [value.indexOf(separator), value.lastIndexOf(separator)];
  return first < 0 ? [] : [first, last].map((at) => ({ start: at, end: at + separator.length }));
}

function pattern(source: string, flags: string): JavaRegex {
  const report = new Report();
  const place = () => ({ file: 'template', line: 1, column: 1 });
  const prefix = [...flags].filter((flag) => 'ims'.includes(flag)).join('') + (flags.includes('c') ? 'x' : '');
  const expression = prefix === '' ? source : `(?${prefix})${source}`;
  const compiled = compileJavaRegex(expression, { place, report });
  if (!compiled) throw new FtlTypeError(`Malformed regular expression: ${report.findings[0]?.message ?? source}`);
  return compiled;
}

function quoted(source: string, flags: string): string {
  return flags.includes('r') ? source : source.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

function allMatches(regex: JavaRegex, value: string): JavaMatch[] {
  const found: JavaMatch[] = [];
  for (let from = 0; from <= value.length; ) {
    const match = regex.exec(value, from);
    if (!match) break;
    found.push(match);
    from = match.end > match.start ? match.end : match.end + 1;
  }
  return found;
}

function replace(call: BuiltInCall): string {
  const value = text(call);
  const [from, to, flags] = [textArgument(call, 0), textArgument(call, 1), optionalText(call, 2)];
  const first = flags.includes('f');
  if (!flags.includes('r') && !flags.includes('i')) {
    if (from === '') throw new FtlTypeError('The text that ?replace looks for cannot be empty');
    return first ? value.replace(from, () => to) : value.replaceAll(from, () => to);
  }
  const replacement = flags.includes('r') ? to : to.replace(/[\\$]/g, '\\$&');
  const regex = pattern(quoted(from, flags), flags);
  return first ? regex.replaceFirst(value, replacement) : regex.replaceAll(value, replacement);
}

function split(call: BuiltInCall): FtlValue {
  const value = text(call);
  const [separator, flags] = [textArgument(call, 0), optionalText(call, 1)];
  if (!flags.includes('r') && !flags.includes('i')) return new FtlSequence(value.split(separator));
  return new FtlSequence(pattern(quoted(separator, flags), flags).split(value));
}

/** A match of `?matches`: its text, and its groups. */
interface Match extends FtlObject {
  readonly groups: readonly (string | undefined)[];
}

/** True or false for the whole text, and a list of what is found in it. */
function matches(call: BuiltInCall): FtlValue {
  const value = text(call);
  const flags = optionalText(call, 1);
  const regex = pattern(textArgument(call, 0), flags);
  const found = allMatches(regex, value).map(
    (match): Match => ({
      description: 'match',
      text: () => value.slice(match.start, match.end),
      groups: match.groups,
      size: () => match.groups.length,
      at: (index) => match.groups[index],
    }),
  );
  const entire = regex.match(value);
  return {
    description: 'matches',
    boolean: () => entire !== undefined,
    size: () => found.length,
    at: (index: number) => found[index],
    groups: entire?.groups ?? [],
  } as Match;
}
