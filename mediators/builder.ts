import { attribute, CONTINUE, defineMediator, many, nameKind, textKind } from '../engine/kit.js';

const JAVA = 'bodies are read by the type that they have, whatever Java class is named';

/** Classes that come with the reference engine; the types they read are read here as well. */
const SHIPPED = /^org\.(apache|wso2)\./;

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
  check({ messageBuilder }, report) {
    for (const { class: name, element } of messageBuilder) {
      if (name === undefined || SHIPPED.test(name)) continue;
      report.add('deploy/missing-class', element.attribute('class')!.place, { class: name });
    }
  },
  // The list has the body parsed before this runs.
  compile: () => () => CONTINUE,
});
