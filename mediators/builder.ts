import { attribute, CONTINUE, defineMediator, many, nameKind, textKind } from '../engine/kit.js';

const JAVA = 'bodies are read by the type that they have, whatever Java class is named';

export default defineMediator({
  element: 'builder',
  summary: 'Has the body parsed, when nothing has parsed it yet.',
  children: {
    messageBuilder: many(
      {
        attributes: {
          contentType: attribute(nameKind, 'Content type that a Java class reads.', { required: true }),
          class: attribute(textKind, 'Java class that reads it.', { ignored: JAVA }),
          formatterClass: attribute(textKind, 'Java class that writes it.', { ignored: JAVA }),
        },
      },
      'A reader for one content type.',
    ),
  },
  contentAware: true,
  example: '<builder/>',
  // The list has the body parsed before this runs.
  compile: () => () => CONTINUE,
});
