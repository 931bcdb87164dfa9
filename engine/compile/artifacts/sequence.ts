import { attribute, keyKind, nameKind, textKind } from '../../grammar/index.js';
import { defineArtifact } from '../artifact.js';
import { compileList } from '../mediators.js';
import { withOnError } from '../on-error.js';

/** A named list of mediators (mediators-flow sheet, section 3). */
export const sequence = defineArtifact({
  element: 'sequence',
  summary: 'A named list of mediators, run by key from other flows.',
  attributes: {
    name: attribute(nameKind, 'Name under which other artifacts call it.', { required: true }),
    onError: attribute(keyKind('sequence'), 'Sequence that runs when a mediator inside fails.'),
    key: attribute(textKind, 'Not allowed on a named sequence.'),
  },
  body: 'mediators',
  compile({ name, onError, key, body, element, place }, builder) {
    if (key !== undefined) {
      builder.report.add('grammar/key-on-definition', element.attribute('key')?.place ?? place, { name });
      return undefined;
    }
    const run = withOnError(compileList(body, builder), onError);
    const mediators = body.elements.map((mediator) => mediator.name);
    const directed = mediators.includes('in') || mediators.includes('out');
    return { kind: 'sequence', name, value: { name, place, run, directed, mediators, handler: { name, handle: run } } };
  },
});
