import {
  type ArtifactElement,
  attribute,
  booleanKind,
  type CompiledExpression,
  defineMediator,
  expressionKind,
  type Kind,
  keyKind,
  one,
  type Place,
  type Report,
  textKind,
} from '../engine/kit.js';
import { compileCollection, type ResultVariable } from './shared/foreach-collection.js';
import { compileLoop, notInLoop } from './shared/foreach-loop.js';

/** An expression, or null for a blank text, which counts as no attribute at all. */
const expressionOrBlank: Kind<CompiledExpression | null> = {
  ...expressionKind(),
  parse: (raw, context) => (raw.value.trim() === '' ? null : expressionKind().parse(raw, context)),
};

export default defineMediator({
  element: 'foreach',
  summary: 'Runs a sequence for each item of the body, or of a collection.',
  attributes: {
    id: attribute(textKind, 'By expression: prefix of the properties FOREACH_COUNTER and FOREACH_ORIGINAL_MESSAGE.'),
    expression: attribute(expressionKind(), 'The items: XPath or json-eval. They run on the message itself.'),
    sequence: attribute(keyKind('sequence'), 'By expression: name of the sequence, wins over the inline one.'),
    continueLoopOnFailure: attribute(booleanKind, 'By expression: goes on behind an item that failed.', {
      default: false,
    }),
    collection: attribute(expressionOrBlank, 'The items: a ${…} expression. They run on copies of the message.'),
    'parallel-execution': attribute(booleanKind, 'By collection: false runs one item after the other.', {
      default: true,
    }),
    'update-original': attribute(textKind, 'By collection: `false` leaves the items as they are.'),
    'target-variable': attribute(textKind, 'By collection: the variable for the results then.'),
    'result-content-type': attribute(textKind, 'By collection: JSON makes an array of the results, XML an element.'),
    'result-enclosing-element': attribute(textKind, 'By collection: the element for XML results.'),
    'counter-variable': attribute(textKind, 'By collection: variable with the index of the item, from 0.'),
    'continue-without-aggregation': attribute(booleanKind, 'By collection: goes on at once, without results.', {
      default: false,
    }),
    version: attribute(textKind, 'Seen in artifacts.', { ignored: 'the attributes tell the two forms apart' }),
  },
  children: { inlineSequence: one({ body: 'content' }, 'What an item runs.', { element: 'sequence' }) },
  contentAware: true,
  example: `<foreach expression="json-eval($.items)">
  <sequence><payloadFactory media-type="json"><format>{"seen": true}</format></payloadFactory></sequence>
</foreach>`,
  check(values, report) {
    if (values.collection) checkCollection(values, values.collection, report);
    else checkLoop(values, report);
  },
  compile(values, load) {
    const { id, expression, collection, sequence, inlineSequence, continueLoopOnFailure } = values;
    if (!collection) {
      const inline = inlineSequence?.element;
      return compileLoop(
        { id, expression: expression!, sequence, inlineSequence: inline, continueLoopOnFailure },
        load,
      );
    }
    const parallel = values['parallel-execution'];
    return compileCollection(
      {
        collection,
        sequence: inlineSequence!.element,
        parallel,
        counterVariable: values['counter-variable'] || undefined,
        withoutResults: values['continue-without-aggregation'],
        result: resultVariable(values),
      },
      load,
    );
  },
});

interface ResultAttributes {
  readonly 'continue-without-aggregation': boolean;
  readonly 'update-original': string | undefined;
  readonly 'target-variable': string | undefined;
  readonly 'result-content-type': string | undefined;
  readonly 'result-enclosing-element': string | undefined;
}

function resultVariable(values: ResultAttributes): ResultVariable | undefined {
  if (values['continue-without-aggregation'] || values['update-original'] !== 'false') return undefined;
  const enclosing = values['result-content-type'] === 'XML' ? values['result-enclosing-element'] : undefined;
  return { name: values['target-variable']!, enclosing };
}

interface CollectionValues extends ResultAttributes {
  readonly expression: CompiledExpression | undefined;
  readonly inlineSequence: Inline | undefined;
  readonly 'parallel-execution': boolean;
  readonly 'counter-variable': string | undefined;
  readonly element: Inline['element'];
  readonly place: Place;
}

interface Inline {
  readonly element: ArtifactElement;
}

function checkCollection(values: CollectionValues, collection: CompiledExpression, report: Report): void {
  const { element, place } = values;
  const at = (name: string) => element.attribute(name)?.place ?? place;
  const invalid = (name: string, reason: string) => report.add('mediator/invalid', at(name), { reason });
  if (!values.inlineSequence) report.add('grammar/missing-element', place, { name: 'sequence' });
  if (values.expression) {
    report.add('grammar/losing-alternative', at('expression'), { name: 'expression', winner: 'collection' });
  }
  if (collection.language !== 'synapse') {
    const reason =
      'collection takes ${payload…}, ${vars.x…} and ${xpath(…)}; this one loads, and fails when it is run.';
    report.add('mediator/suspicious', at('collection'), { reason });
  }
  if (values['counter-variable']?.trim() && values['parallel-execution']) {
    invalid('counter-variable', 'counter-variable needs parallel-execution="false".');
  }
  if (values['continue-without-aggregation'] || values['update-original'] !== 'false') return;
  const type = values['result-content-type']?.trim();
  if (!type || !values['target-variable']?.trim()) {
    invalid('update-original', 'update-original="false" needs result-content-type and target-variable.');
  } else if (type !== 'JSON' && type !== 'XML') {
    invalid('result-content-type', 'result-content-type has to be JSON or XML.');
  } else if (type === 'XML' && !values['result-enclosing-element']?.trim()) {
    invalid('result-content-type', 'result-content-type="XML" needs result-enclosing-element.');
  }
}

interface LoopValues {
  readonly expression: CompiledExpression | undefined;
  readonly sequence: string | undefined;
  readonly inlineSequence: Inline | undefined;
  readonly element: Inline['element'];
  readonly place: Place;
}

function checkLoop({ expression, sequence, inlineSequence, element, place }: LoopValues, report: Report): void {
  if (!expression) {
    report.add('grammar/missing-attribute', place, { name: 'expression' });
  } else if (expression.language === 'synapse') {
    const reason = 'foreach takes no ${…} as expression: it loads, and fails when it is run. Use collection for it.';
    report.add('mediator/suspicious', element.attribute('expression')!.place, { reason });
  }
  if (sequence !== undefined) return;
  const mediators = inlineSequence?.element.elements() ?? [];
  const wrong = mediators.find(({ name }) => notInLoop.includes(name));
  if (wrong) {
    report.add('mediator/invalid', wrong.place, { reason: 'Sequence cannot contain Call, Send or CallOut mediators' });
  }
}
