import type { CodePointSet } from './code-point-set.js';
import type { Pattern, PatternNode } from './pattern.js';
import { repetition } from './to-javascript.js';

/** RE2's limit for the counts of a repetition. */
const countLimit = 1000;

/**
 * Writes a pattern for RE2, which matches in linear time.
 * @param whole the text is to be matched as a whole: a final `$` means its end then
 * @returns undefined when RE2 cannot say it (look-around, back references, atomic groups, Java's line anchors)
 */
export function toRe2(pattern: Pattern, whole: boolean): string | undefined {
  return write(pattern.root, whole);
}

/** @param last whether nothing that takes a character can follow */
function write(node: PatternNode, last: boolean): string | undefined {
  switch (node.kind) {
    case 'set':
      return setText(node.set);
    case 'assertion':
      if (node.what === 'start') return '\\A';
      if (node.what === 'end') return '\\z';
      if (node.what === 'wordBoundary') return '\\b';
      if (node.what === 'notWordBoundary') return '\\B';
      return node.what === 'final' && last ? '\\z' : undefined;
    case 'sequence':
      return joined(
        node.items.map((item, at) => grouped(item, last && node.items.slice(at + 1).every(takesNothing))),
        '',
      );
    case 'choice':
      return joined(
        node.options.map((option) => write(option, last)),
        '|',
      );
    case 'capture':
      return wrapped('(', write(node.body, last), ')');
    case 'repeat': {
      const counts = [node.min, node.max].filter(Number.isFinite);
      if (node.mode === 'possessive' || Math.max(...counts) > countLimit) return undefined;
      const body = wrapped('(?:', write(node.body, last && node.max <= 1), ')');
      return body && body + repetition(node.min, node.max) + (node.mode === 'lazy' ? '?' : '');
    }
    default:
      return undefined;
  }
}

function grouped(node: PatternNode, last: boolean): string | undefined {
  return node.kind === 'choice' ? wrapped('(?:', write(node, last), ')') : write(node, last);
}

function takesNothing(node: PatternNode): boolean {
  return node.kind === 'assertion' || (node.kind === 'sequence' && node.items.every(takesNothing));
}

function joined(parts: readonly (string | undefined)[], separator: string): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join(separator);
}

function wrapped(open: string, inside: string | undefined, close: string): string | undefined {
  return inside === undefined ? undefined : open + inside + close;
}

function setText(set: CodePointSet): string {
  if (set.ranges.length === 0) return '[^\\x{0}-\\x{10FFFF}]';
  let text = '';
  for (const [first, last] of set.pairs()) text += first === last ? hex(first) : `${hex(first)}-${hex(last)}`;
  return `[${text}]`;
}

function hex(codePoint: number): string {
  return `\\x{${codePoint.toString(16)}}`;
}
