import { CONTINUE, defineMediator, type Message, one, type Report, type ValuesOf } from '../engine/kit.js';
import { compileRemoval } from './shared/enrich-remove.js';
import { compileEnrichSource, enrichSourceShape } from './shared/enrich-source.js';
import { compileEnrichTarget, enrichTargetShape } from './shared/enrich-target.js';

export default defineMediator({
  element: 'enrich',
  summary: 'Copies or moves a part of the message, a property or a constant to another place.',
  children: {
    source: one(enrichSourceShape, 'What is taken.', { required: true }),
    target: one(enrichTargetShape, 'Where it goes.', { required: true }),
  },
  contentAware: true,
  example: `<enrich>
  <source type="inline">{"checked": true}</source>
  <target action="child" xpath="json-eval($.order)"/>
</enrich>`,
  check({ source, target }, report) {
    checkTypes(source, target, report);
    checkAction(source, target, report);
  },
  compile({ source, target }, load) {
    const run = target.action === 'remove' ? compileRemoval(source, target, load) : compileCopy(source, target, load);
    const intoMessage = target.type === 'body' || target.type === 'envelope';
    return (message) => {
      run(message);
      if (intoMessage) message.removeProperty('axis2', 'NO_ENTITY_BODY');
      return CONTINUE;
    };
  },
});

type SourceValues = ValuesOf<typeof enrichSourceShape>;
type TargetValues = ValuesOf<typeof enrichTargetShape>;

function compileCopy(source: SourceValues, target: TargetValues, load: Parameters<typeof compileRemoval>[2]) {
  const take = compileEnrichSource(source, load);
  const into = compileEnrichTarget(target, load);
  return (message: Message): void => {
    if (!into) return;
    const taken = take(message, into.native && hasJson(message));
    if ('json' in taken) into.putJson(message, taken.json);
    else into.putNodes(message, taken.nodes);
  };
}

/** The message has a JSON payload: the JSON path is open. */
function hasJson({ heldJson }: Message): boolean {
  return heldJson !== undefined && heldJson.kind !== 'empty';
}

/** Sources that a target cannot take. A target without type is of type custom, which the reference does not see here. */
function checkTypes(source: SourceValues, target: TargetValues, report: Report): void {
  const refused: Partial<Record<SourceValues['type'], readonly (TargetValues['type'] | undefined)[]>> = {
    custom: ['envelope'],
    envelope: ['custom', 'envelope', 'body', 'key'],
    body: ['envelope', 'body', 'key'],
  };
  if (refused[source.type]?.includes(target.type)) {
    invalid(target, 'type', `A source of type ${source.type} cannot go into a target of type ${target.type}.`, report);
  }
}

function checkAction(source: SourceValues, target: TargetValues, report: Report): void {
  const { type, action } = target;
  if (action === 'replace') return;
  if (type === 'envelope' || type === 'key') {
    invalid(target, 'action', `The type ${type} can only be replaced.`, report);
  } else if (action === 'remove' && source.type !== 'custom') {
    invalid(target, 'action', 'remove needs a source of type custom, which names what is removed.', report);
  } else if (action === 'remove' && type === 'custom') {
    invalid(target, 'action', 'remove works on a target of type body or property.', report);
  }
}

function invalid({ element, place }: TargetValues, attribute: string, reason: string, report: Report): void {
  report.add('mediator/invalid', element.attribute(attribute)?.place ?? place, { reason });
}
