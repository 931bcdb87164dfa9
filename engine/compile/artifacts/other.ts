import { attribute, nameKind, textKind } from '../../grammar/index.js';
import { type AnyArtifact, defineArtifact } from '../artifact.js';

/**
 * Artifacts that are read for their form only. They stand in many deployments beside what this engine runs, so they must
 * not keep the rest from loading; each is named in a warning.
 */
function notRun(element: string, summary: string, nameAttribute = 'name') {
  return defineArtifact({
    element,
    summary,
    body: 'content',
    compile({ element: root, place }, builder) {
      const name = root.attribute(nameAttribute)?.value ?? '';
      builder.report.add('deploy/not-run', place, { element, name });
      return { kind: 'other', name, value: undefined };
    },
  });
}

/** The registry's provider and its parameters; this engine has one registry, which is configured where it is started. */
const registry = defineArtifact({
  element: 'registry',
  summary: 'Provider of resources; the folder `registry` of the deployment is used whatever it says.',
  attributes: {
    provider: attribute(textKind, 'Java class.', { ignored: 'the registry is the folder of the deployment' }),
    cachableDuration: attribute(textKind, 'Milliseconds.', { ignored: 'resources are watched' }),
  },
  body: 'content',
  compile: () => ({ kind: 'other', name: 'registry', value: undefined }),
});

const INJECTOR = 'org.apache.synapse.startup.tasks.MessageInjector';

/** A job on a schedule; other classes than the reference's own cannot run here at all. */
const task = defineArtifact({
  element: 'task',
  summary: 'A message injected on a schedule.',
  body: 'content',
  compile({ element, place }, builder) {
    const name = element.attribute('name')?.value ?? '';
    const javaClass = element.attribute('class');
    if (javaClass && javaClass.value !== INJECTOR) {
      builder.report.add('deploy/missing-class', javaClass.place, { class: javaClass.value });
    } else builder.report.add('deploy/not-run', place, { element: 'task', name });
    return { kind: 'other', name, value: undefined };
  },
});

/** `<import>` enables a connector library. */
const imported = defineArtifact({
  element: 'import',
  summary: 'Enables a connector library.',
  attributes: {
    name: attribute(nameKind, 'Name of the library.', { required: true }),
    package: attribute(textKind, 'Java package.'),
    status: attribute(textKind, 'enabled or disabled.'),
  },
  compile: ({ name }) => ({ kind: 'other', name: `import ${name}`, value: undefined }),
});

export const otherArtifacts: readonly AnyArtifact[] = [
  registry,
  imported,
  notRun('taskManager', 'Scheduler of tasks.', 'provider'),
  task,
  notRun('inboundEndpoint', 'A listener of another protocol or port.'),
  notRun('messageProcessor', 'Takes messages out of a store.'),
  notRun('priorityExecutor', 'A pool of threads with priorities.'),
  notRun('eventSource', 'A source of WS-Eventing.'),
];
