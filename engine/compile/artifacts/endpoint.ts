import { endpointGrammar } from '../../endpoints/index.js';
import { defineArtifact } from '../artifact.js';

/** A named endpoint; its grammar is read by the endpoints layer (endpoints sheet). */
export const endpoint = defineArtifact({
  element: 'endpoint',
  summary: 'A backend address with its time limits, suspension and authentication.',
  documented: endpointGrammar,
  body: 'content',
  compile({ element, place }, builder) {
    const name = element.attribute('name')?.value ?? '';
    if (name === '') {
      builder.report.add('grammar/missing-attribute', place, { name: 'name' });
      return undefined;
    }
    const value = builder.endpoint(element);
    return value && { kind: 'endpoint', name, value };
  },
});
