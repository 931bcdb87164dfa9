import {
  type ArtifactElement,
  artifactsOf,
  attribute,
  type CompiledExpression,
  defineMediator,
  dynamicKind,
  enumKind,
  expressionKind,
  Fault,
  integerKind,
  keyKind,
  type Load,
  type Message,
  one,
  type Report,
  type Run,
  STOP,
  textKind,
  XmlElement,
} from '../engine/kit.js';
import type { Aggregate } from './shared/aggregate-group.js';
import { Aggregation, type Correlate } from './shared/aggregation.js';
import { joinJson } from './shared/join-json.js';
import { joinXml } from './shared/join-xml.js';
import { readCount } from './shared/part-group.js';
import { splitCountOf } from './shared/split-properties.js';

export default defineMediator({
  element: 'aggregate',
  summary: 'Joins the copies of a split to one message again.',
  attributes: { id: attribute(textKind, 'The id of the clone or iterate whose copies are joined.') },
  children: {
    correlateOn: one(
      { attributes: { expression: attribute(expressionKind(), 'Messages that it gives something for are joined.') } },
      'Joins messages of one request that no split has marked.',
    ),
    completeCondition: one(
      {
        attributes: { timeout: attribute(integerKind, 'Seconds since the first message.') },
        children: {
          messageCount: one(
            {
              attributes: {
                min: attribute(dynamicKind, 'So many messages are enough: a number or {expression}.'),
                max: attribute(dynamicKind, 'No more than so many messages are joined: a number or {expression}.'),
              },
            },
            'How many messages, when not all of a split.',
          ),
        },
      },
      'When the messages are complete; always when all copies of the split are there.',
    ),
    onComplete: one(
      {
        attributes: {
          expression: attribute(expressionKind(), 'What is joined: XPath or json-eval. Default: the payload, as XML.'),
          sequence: attribute(keyKind('sequence'), 'Sequence that the joined message runs; wins over the mediators.'),
          enclosingElementProperty: attribute(textKind, 'Property with the element that is put around the result.'),
          aggregateElementType: attribute(
            enumKind(['root', 'child'], { ignoreCase: true }),
            'JSON: root makes an array of the parts, child merges objects into one.',
            { default: 'root' },
          ),
        },
        body: 'content',
      },
      'What is joined, and what the joined message runs.',
    ),
  },
  contentAware: true,
  example: `<aggregate>
  <completeCondition timeout="10"/>
  <onComplete expression="json-eval($)"><respond/></onComplete>
</aggregate>`,
  check({ correlateOn, onComplete }, report) {
    warnOfSynapse(correlateOn, report);
    warnOfSynapse(onComplete, report);
  },
  compile({ id, correlateOn, completeCondition, onComplete }, load) {
    const correlate = correlateOn?.expression && correlation(correlateOn.expression);
    const { min, max } = completeCondition?.messageCount ?? {};
    const timeout = Math.max(0, completeCondition?.timeout ?? 0) * 1000;
    const join = joining(onComplete?.expression, onComplete?.aggregateElementType === 'child');
    const enclosing = onComplete?.enclosingElementProperty;
    const aggregation = new Aggregation(
      {
        id,
        completion(first) {
          if (correlate && !(min && max)) throw new Fault('correlateOn needs the min and max of messageCount');
          return {
            total: splitCountOf(first, id),
            min: min ? readCount(min, first) : -1,
            max: max ? readCount(max, first) : -1,
            timeout,
          };
        },
        join: (parts, joined) =>
          join(parts, joined, enclosing === undefined ? undefined : elementOf(enclosing, joined)),
        onComplete: completion(onComplete, load),
      },
      correlate,
    );
    return (message) => aggregation.take(message);
  },
});

function warnOfSynapse(
  child: { readonly expression?: CompiledExpression | undefined; readonly element: ArtifactElement } | undefined,
  report: Report,
): void {
  if (child?.expression?.language !== 'synapse') return;
  const reason = 'aggregate takes no ${…} expression: it loads, and fails when it is run. Use XPath or json-eval.';
  report.add('mediator/suspicious', child.element.attribute('expression')!.place, { reason });
}

/** The group is known by the expression's text, whatever it gives (mediators-flow sheet 10). */
function correlation(expression: CompiledExpression): Correlate {
  const { source } = expression;
  if (expression.language === 'synapse') return () => refuse();
  return (message) => {
    const result = expression.language === 'xpath' ? expression.select(message) : expression.nodes(message);
    if (result === null) return undefined;
    if (Array.isArray(result) && result.length === 0) {
      throw new Fault(`Failed to evaluate correlate expression: ${source}`);
    }
    return result === false ? 'pass' : source;
  };
}

type Join = (
  parts: readonly Message[],
  joined: Message,
  enclosing: XmlElement | undefined,
) => ReturnType<Aggregate['join']>;

function joining(expression: CompiledExpression | undefined, merged: boolean): Join {
  if (expression?.language === 'synapse') return () => refuse();
  if (expression?.language === 'jsonpath') {
    return (parts, _joined, enclosing) => joinJson({ expression, merged }, parts, enclosing?.localName);
  }
  return (parts, joined, enclosing) => joinXml(expression, parts, joined, enclosing);
}

function refuse(): never {
  throw new Fault('aggregate takes XPath and json-eval, no ${…} expression');
}

function elementOf(property: string, joined: Message): XmlElement {
  const value = joined.getProperty('default', property);
  if (value === undefined || value === null) throw new Fault(`Enclosing Element property: ${property} not found `);
  if (value instanceof XmlElement) return value;
  throw new Fault(`Enclosing Element defined in the property: ${property} is not an OMElement `);
}

type OnComplete = { readonly sequence: string | undefined; readonly body: ArtifactElement };

/** Without mediators and without a sequence the joined message ends. */
function completion(onComplete: OnComplete | undefined, load: Load): Run {
  const missing = 'Unable to find the sequence for the mediation of the aggregated message';
  if (!onComplete) {
    return () => {
      throw new Fault(missing);
    };
  }
  const { sequence, body } = onComplete;
  if (sequence === undefined) return body.elements().length === 0 ? () => STOP : load.inlineSequence(body);
  return (message) => {
    const found = artifactsOf(message).sequence(sequence);
    if (!found) throw new Fault(missing);
    return found.run(message);
  };
}
