import {
  attribute,
  booleanKind,
  type CompiledExpression,
  compileXPath,
  defineMediator,
  expressionKind,
  Fault,
  type Load,
  type Message,
  one,
  rawContext,
  textKind,
  type XPathExpression,
} from '../engine/kit.js';
import { runSplit, runsBeside } from './shared/split.js';
import type { ItemCopies } from './shared/split-items.js';
import { splitJson } from './shared/split-json.js';
import { markCopy, markParent } from './shared/split-properties.js';
import { splitXml } from './shared/split-xml.js';
import { compileTarget, targetShape } from './shared/target.js';

export default defineMediator({
  element: 'iterate',
  summary: 'Splits the body and gives each item to the target, in a copy of the message.',
  attributes: {
    id: attribute(textKind, 'Suffix of the properties by which an aggregate joins the copies.'),
    expression: attribute(expressionKind(), 'The items: XPath or json-eval.', { required: true }),
    continueParent: attribute(booleanKind, 'Whether the message itself goes on.', { default: false }),
    preservePayload: attribute(booleanKind, 'Keeps the rest of the body around the item.', { default: false }),
    attachPath: attribute(expressionKind(), 'Where the item goes then; without it the item is put beside the body.'),
    sequential: attribute(booleanKind, 'One copy after the other; otherwise they do not wait for each other.', {
      default: false,
    }),
  },
  children: { target: one(targetShape, 'What a copy runs.', { required: true }) },
  contentAware: true,
  example: `<iterate expression="json-eval($.orders)" continueParent="true">
  <target><sequence><property name="order" expression="json-eval($.id)"/></sequence></target>
</iterate>`,
  check({ expression, preservePayload, attachPath, element }, report) {
    if (expression.language === 'synapse') {
      const reason = 'iterate takes no ${…} expression: it loads, and fails when it is run. Use XPath or json-eval.';
      report.add('mediator/suspicious', element.attribute('expression')!.place, { reason });
    }
    if (!attachPath) return;
    const at = element.attribute('attachPath')!.place;
    if (!preservePayload) {
      const reason = 'attachPath is allowed with preservePayload="true" only.';
      report.add('mediator/invalid', at, { reason });
    }
    if (attachPath.language !== expression.language) {
      const reason = 'attachPath has to be in the language of expression: both XPath or both json-eval.';
      report.add('mediator/invalid', at, { reason });
    }
  },
  compile({ id, expression, continueParent, preservePayload, attachPath, sequential, target, element }, load) {
    const attach = attachPath ?? (preservePayload ? defaultPlace(element, load) : undefined);
    const split = compileSplit(expression, attach);
    const findTarget = compileTarget(target, load);
    const options = { continueParent, sequential };
    return (message) => {
      markParent(message, id);
      const items = split(message);
      const run = items.count === 0 ? undefined : findTarget(message);
      const source = runsBeside(options) ? message.copyWithoutBody() : message;
      const parent = message.messageId;
      return runSplit(message, options, items.count, (index) => {
        const copy = source.copyWithoutBody();
        items.put(index, copy);
        markCopy(copy, { id, index, count: items.count, parent });
        return { copy, run: run! };
      });
    };
  },
});

type Split = (message: Message) => ItemCopies;

function compileSplit(expression: CompiledExpression, attachPath: CompiledExpression | undefined): Split {
  if (expression.language === 'xpath') {
    const place = attachPath?.language === 'xpath' ? attachPath : undefined;
    return (message) => splitXml({ expression, attachPath: place }, message);
  }
  if (expression.language === 'jsonpath') {
    const place = attachPath?.language === 'jsonpath' ? attachPath : undefined;
    return (message) => splitJson({ expression, attachPath: place }, message);
  }
  return () => {
    throw new Fault('Exception occurred while executing the Iterate Mediator');
  };
}

/** `.`, the envelope; of JSON the whole body, which is the item then. */
function defaultPlace(element: Parameters<typeof rawContext>[1], load: Load): XPathExpression | undefined {
  const at = element.attribute('expression')!;
  return compileXPath('.', rawContext(at, element, load.report));
}
