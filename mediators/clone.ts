import {
  attribute,
  booleanKind,
  defineMediator,
  dynamicKind,
  Fault,
  JavaNumber,
  type Kind,
  type Message,
  many,
  textKind,
} from '../engine/kit.js';
import { runSplit, runsBeside } from './shared/split.js';
import { markCopy, markParent } from './shared/split-properties.js';
import { compileTarget, targetShape } from './shared/target.js';

/** `true`, `yes` and `1`; anything else is false. */
const affirmativeKind: Kind<boolean> = {
  type: 'boolean',
  xsd: 'string',
  values: ['true', 'false', 'yes', 'no', '1', '0'],
  parse: (raw) => ['true', 'yes', '1'].includes(raw.value.toLowerCase()),
};

/** What the reference engine fails with in the parent, once a target of a sequential clone has failed. */
const afterFailedTarget =
  'class java.lang.Boolean cannot be cast to class java.lang.String ' +
  "(java.lang.Boolean and java.lang.String are in module java.base of loader 'bootstrap')";

export default defineMediator({
  element: 'clone',
  summary: 'Gives a copy of the message to each target.',
  attributes: {
    id: attribute(textKind, 'Suffix of the properties by which an aggregate joins the copies.'),
    continueParent: attribute(affirmativeKind, 'Whether the message itself goes on.', { default: false }),
    sequential: attribute(booleanKind, 'One copy after the other; otherwise they do not wait for each other.', {
      default: false,
    }),
    iterations: attribute(dynamicKind, 'How many copies the only target gets: a number or {expression}.'),
  },
  children: { target: many(targetShape, 'What a copy runs.') },
  contentAware: true,
  example: `<clone continueParent="true">
  <target><sequence><property name="copy" value="true"/></sequence></target>
</clone>`,
  check({ iterations, target, element }, report) {
    if (!iterations || target.length === 1) return;
    const reason = 'iterations needs exactly one target.';
    report.add('mediator/invalid', element.attribute('iterations')!.place, { reason });
  },
  compile({ id, continueParent, sequential, iterations, target }, load) {
    const targets = target.map((each) => compileTarget(each, load));
    const options = { continueParent, sequential };
    return (message) => {
      const count = iterations ? countOf(iterations.string(message)) : targets.length;
      markParent(message, id);
      const runs = count === 0 ? [] : targets.map((find) => find(message));
      const source = runsBeside(options) ? message.copy() : message;
      const parent = message.messageId;
      return runSplit(
        message,
        options,
        count,
        (index) => {
          const copy = source.copy();
          markCopy(copy, { id, index, count, parent });
          if (iterations) numberCopy(copy, index + 1);
          return { copy, run: runs[iterations ? 0 : index] };
        },
        failParent,
      );
    };
  },
});

function countOf(text: string | null): number {
  if (text === null || !/^[+-]?\d+$/.test(text)) {
    throw new Fault('Error while parsing iterations number in clone mediator');
  }
  return Math.max(0, Number(text));
}

function numberCopy(copy: Message, index: number): void {
  copy.properties.set('CLONED_ITERATION_INDEX', new JavaNumber('int', index));
}

/** The reference engine reads a mark of the failed copy in the wrong type (mediators-flow sheet 13, 11). */
function failParent(): never {
  throw new Fault(afterFailedTarget);
}
