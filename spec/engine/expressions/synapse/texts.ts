import assert from 'node:assert/strict';
import { Fault } from '../../../../engine/errors/index.js';
import { compileSynapse } from '../../../../engine/expressions/synapse/index.js';
import { type MessageParts, testContext, testMessage } from '../messages.js';

/** An expression, its text over a message, and the message; an empty one by default. */
export type Case = readonly [expression: string, text: string, parts?: MessageParts];

/** Stands for a fault in a table. */
export const FAULT = '\u0000fault';
/** Stands for empty text with one warning in the log. */
export const FAIL = '\u0000fail';

/** Describes a table of expressions and their texts. The prefix `m` is bound to `urn:one`. */
export function checkTexts(title: string, groups: Readonly<Record<string, readonly Case[]>>): void {
  describe(title, () => {
    for (const [group, cases] of Object.entries(groups)) {
      describe(group, () => {
        for (const [expression, text, parts] of cases) {
          it(`${expression} -> ${JSON.stringify(text)}`, () => assert.equal(textOf(expression, parts), text));
        }
      });
    }
  });
}

function textOf(expression: string, parts: MessageParts | undefined): string {
  const context = testContext({ m: 'urn:one' });
  const compiled = compileSynapse(expression, context);
  assert.equal(context.report.failed, false);
  const { message, warnings } = testMessage(parts);
  try {
    const text = compiled!.string(message)!;
    assert.ok(warnings.length <= 1);
    return text === '' && warnings.length === 1 ? FAIL : text;
  } catch (error) {
    if (error instanceof Fault) return FAULT;
    throw error;
  }
}
