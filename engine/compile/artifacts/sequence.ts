import type { Place } from '../../errors/index.js';
import { attribute, keyKind, nameKind, textKind } from '../../grammar/index.js';
import type { Run } from '../../run/index.js';
import { defineArtifact } from '../artifact.js';
import { compileList } from '../mediators.js';
import { withOnError } from '../on-error.js';
import type { Sequence } from '../table.js';

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
    const directed = body.elements.some((child) => child.name === 'in' || child.name === 'out');
    const value = namedSequence(name, place, withOnError(compileList(body, builder), onError), directed);
    return { kind: 'sequence', name, value };
  },
});

/** A sequence that can also stand on a fault stack. */
function namedSequence(name: string, place: Place, run: Run, directed: boolean): Sequence {
  return { name, place, directed, run, handler: { name, handle: run } };
}
