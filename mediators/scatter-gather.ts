import {
  attribute,
  booleanKind,
  CONTINUE,
  defineMediator,
  dynamicKind,
  enumKind,
  expressionKind,
  integerKind,
  JsonData,
  type Message,
  many,
  nameKind,
  one,
  STOP,
} from '../engine/kit.js';
import { gather } from './shared/gather.js';
import { type GatheredResult, gatherJson, gatherXml } from './shared/gathered-result.js';
import { readCount } from './shared/part-group.js';
import { markCopy } from './shared/split-properties.js';

export default defineMediator({
  element: 'scatter-gather',
  summary: 'Gives a copy of the message to each sequence, and goes on with what they bring together.',
  attributes: {
    'parallel-execution': attribute(booleanKind, 'false: one sequence after the other.', { default: true }),
    target: attribute(enumKind(['Body', 'Variable'], { ignoreCase: true }), 'Where the result goes.', {
      required: true,
    }),
    'target-variable': attribute(nameKind, 'The variable.'),
    'result-content-type': attribute(enumKind(['JSON', 'XML']), 'JSON makes an array, XML an element.', {
      required: true,
    }),
    'result-enclosing-element': attribute(nameKind, 'XML: the element that the results are put into.'),
  },
  children: {
    aggregation: one(
      {
        attributes: {
          expression: attribute(expressionKind(), 'What a sequence brings.', { required: true }),
          condition: attribute(expressionKind(), 'Only messages for which its text is true are gathered.'),
          timeout: attribute(integerKind, 'Milliseconds since the first message.'),
          'min-messages': attribute(dynamicKind, 'So many messages are enough: a number or {expression}.'),
          'max-messages': attribute(dynamicKind, 'No more than so many are gathered: a number or {expression}.'),
        },
      },
      'What is gathered, and when it is complete.',
      { required: true },
    ),
    sequence: many({ body: 'content' }, 'What a copy runs.'),
  },
  contentAware: true,
  example: `<scatter-gather target="Body" result-content-type="JSON">
  <aggregation expression="\${payload}"/>
  <sequence><payloadFactory media-type="json"><format>{"a": 1}</format></payloadFactory></sequence>
  <sequence><payloadFactory media-type="json"><format>{"b": 2}</format></payloadFactory></sequence>
</scatter-gather>`,
  check(values, report) {
    const invalid = (reason: string) => report.add('mediator/invalid', values.place, { reason });
    if (values.sequence.length === 0) invalid('At least one sequence is required.');
    if (values.target === 'Variable' && values['target-variable'] === undefined) {
      invalid('target="Variable" needs target-variable.');
    }
    const type = values['result-content-type'];
    if (type === 'XML' && values['result-enclosing-element'] === undefined) {
      invalid('result-content-type="XML" needs result-enclosing-element.');
    }
    const { expression, element } = values.aggregation;
    if (type === 'JSON' && expression.language !== 'synapse') {
      const reason = 'A JSON result needs a ${…} expression; this one fails when it is run.';
      report.add('mediator/suspicious', element.attribute('expression')!.place, { reason });
    }
  },
  compile(values, load) {
    const { target, aggregation, sequence } = values;
    const { expression, condition, timeout, 'min-messages': min, 'max-messages': max } = aggregation;
    const branches = sequence.map(({ element }) => load.inlineSequence(element));
    const enclosing = values['result-enclosing-element'];
    const variable = target === 'Variable' ? values['target-variable']! : undefined;
    const resultOf = (messages: readonly Message[]): GatheredResult =>
      enclosing !== undefined && values['result-content-type'] === 'XML'
        ? gatherXml(expression, messages, enclosing)
        : gatherJson(expression, messages, variable !== undefined);
    const count = branches.length;
    const early = Boolean(min || max || timeout);
    return async (message) => {
      message.exchange.skipAcknowledgement();
      const parent = message.messageId;
      // When the flow can go on before all copies are made, they are made of what the message was.
      const source = early ? message.copy() : message;
      const arrivals = await gather(message, {
        name: 'A scatter-gather',
        count,
        parallel: values['parallel-execution'],
        branch(index) {
          const copy = source.copy();
          markCopy(copy, { id: undefined, index, count, parent });
          return { copy, run: branches[index]! };
        },
        completion: (first) => ({
          total: count,
          min: min ? readCount(min, first) : -1,
          max: max ? readCount(max, first) : -1,
          timeout: timeout ?? 0,
        }),
        ...(condition && { accepts: (copy) => condition.string(copy)?.toLowerCase() === 'true' }),
      });
      if (!arrivals) return STOP;
      const result = resultOf(arrivals.map((arrival) => arrival.message));
      if (variable === undefined) goOnWith(result, arrivals.at(-1)!.message, message);
      else message.variables.set(variable, result);
      return CONTINUE;
    };
  },
});

/** The flow goes on with a copy of the message that came last, and the result as its body. */
function goOnWith(result: GatheredResult, last: Message, message: Message): void {
  const whole = last.copyWithoutBody();
  const isJson = result instanceof JsonData;
  if (isJson) whole.setJson(result);
  else whole.setXml(result);
  whole.setProperty('axis2', 'messageType', isJson ? 'application/json' : 'application/xml');
  whole.axis2.delete('NO_ENTITY_BODY');
  message.become(whole);
}
