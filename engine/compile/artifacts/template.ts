import { readEndpointTemplate } from '../../endpoints/index.js';
import { attribute, booleanKind, keyKind, many, mediatorList, nameKind, textKind } from '../../grammar/index.js';
import { defineArtifact } from '../artifact.js';
import { compileList } from '../mediators.js';

/** A sequence with parameters, or an endpoint with parameters (mediators-flow sheet 9, endpoints sheet 1.6). */
export const template = defineArtifact({
  element: 'template',
  summary: 'A sequence or endpoint with parameters.',
  attributes: {
    name: attribute(nameKind, 'Name under which it is called.', { required: true }),
    onError: attribute(keyKind('sequence'), 'Sequence that runs when a mediator inside fails.'),
  },
  children: {
    parameter: many(
      {
        attributes: {
          name: attribute(nameKind, 'Name inside the template.', { required: true }),
          isMandatory: attribute(booleanKind, 'A call without it fails, even when there is a default.', {
            default: false,
          }),
          defaultValue: attribute(textKind, 'Value when the call gives none.'),
        },
      },
      'A value that the call gives.',
    ),
  },
  body: 'content',
  compile({ name, onError, parameter, body, place, element }, builder) {
    const content = body.elements().find(({ name: child }) => child === 'sequence' || child === 'endpoint');
    if (!content) {
      builder.report.add('grammar/missing-element', place, { name: 'sequence or endpoint' });
      return undefined;
    }
    if (content.name === 'endpoint') {
      const value = readEndpointTemplate(element, builder.readContext);
      return value && { kind: 'endpointTemplate', name, value };
    }
    const parameters = parameter.map((each) => ({
      name: each.name,
      mandatory: each.isMandatory,
      defaultValue: each.defaultValue,
    }));
    const run = compileList(mediatorList(content), builder);
    return { kind: 'template', name, value: { name, place, parameters, run, onError } };
  },
});
