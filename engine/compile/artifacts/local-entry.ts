import { attribute, nameKind, textKind } from '../../grammar/index.js';
import { defineArtifact } from '../artifact.js';

/** A value that flows read by key: XML, text, or a URL to load (configuration sheet 5.1). */
export const localEntry = defineArtifact({
  element: 'localEntry',
  summary: 'A text or XML value that other artifacts use by key.',
  attributes: {
    key: attribute(nameKind, 'Key under which it is found.', { required: true }),
    src: attribute(textKind, 'URL of the content, loaded when the deployment is read.'),
  },
  body: 'content',
  compile({ key, src, body, element }, builder) {
    if (src !== undefined) {
      builder.report.add('deploy/entry-not-loaded', element.attribute('src')!.place, { src });
      return { kind: 'other', name: key, value: undefined };
    }
    const child = body.elements().find((candidate) => candidate.name !== 'description');
    return { kind: 'localEntry', name: key, value: child ? child.toLight() : body.text().trim() };
  },
});
