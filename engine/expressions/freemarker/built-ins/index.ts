import { snakeCase } from '../setting-names.js';
import type { BuiltIn } from './call.js';
import { dateBuiltIns } from './dates.js';
import { kindBuiltIns, lenientBuiltIns } from './kinds.js';
import { loopBuiltIns } from './loops.js';
import { markupBuiltIns } from './markup.js';
import { nodeBuiltIns } from './nodes.js';
import { numberBuiltIns } from './numbers.js';
import { sequenceBuiltIns } from './sequences.js';
import { escapeBuiltIns } from './text-escapes.js';
import { patternBuiltIns } from './text-patterns.js';
import { textBuiltIns } from './texts.js';

export type { BuiltInCall } from './call.js';
export { hasNext } from './loops.js';

const lenient: ReadonlyMap<string, BuiltIn> = new Map(Object.entries(lenientBuiltIns));
const loops: ReadonlySet<string> = new Set(Object.keys(loopBuiltIns));
const strict: ReadonlyMap<string, BuiltIn> = new Map(
  [
    textBuiltIns,
    patternBuiltIns,
    escapeBuiltIns,
    numberBuiltIns,
    sequenceBuiltIns,
    kindBuiltIns,
    nodeBuiltIns,
    dateBuiltIns,
    markupBuiltIns,
    loopBuiltIns,
  ].flatMap((group) => Object.entries(group)),
);

/** Whether there is a built-in of that name. */
export function isBuiltIn(name: string): boolean {
  return findBuiltIn(name) !== undefined;
}

/** A built-in by name, and whether it is also for missing values or for the variables of loops. */
export function findBuiltIn(name: string): { run: BuiltIn; lenient: boolean; loop: boolean } | undefined {
  const plain = snakeCase(name);
  const forMissing = lenient.get(plain) ?? (plain === 'cn' ? strict.get(plain) : undefined);
  const run = forMissing ?? strict.get(plain);
  return run && { run, lenient: forMissing !== undefined, loop: loops.has(plain) };
}
