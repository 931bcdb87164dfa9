import { attribute, expressionKind, many, nameKind, textKind } from '../../grammar/index.js';
import { defineArtifact } from '../artifact.js';
import { MemoryStore, mostMessages, unavailableStore } from '../message-store.js';

/** The store in memory, by its present and its old name. */
const MEMORY: ReadonlySet<string> = new Set([
  'org.apache.synapse.message.store.impl.memory.InMemoryStore',
  'org.apache.synapse.message.store.InMemoryMessageStore',
]);
/** Packages of the other stores that come with the reference engine. */
const REFERENCE = /^org\.(apache\.synapse\.message\.store|wso2)\./;
const OTHER_STORES = 'it is for stores outside the engine';

/** A queue of messages, in memory only (configuration sheet 8.3). */
export const messageStore = defineArtifact({
  element: 'messageStore',
  summary: 'A queue of messages, in memory; nothing takes messages out of it.',
  attributes: {
    name: attribute(nameKind, 'Name under which store finds it.', { required: true }),
    class: attribute(textKind, 'Java class; of those of the reference engine only the one in memory stores anything.'),
  },
  children: {
    parameter: many(
      {
        attributes: {
          name: attribute(nameKind, 'Name.', { required: true }),
          key: attribute(textKind, 'Registry resource with the value.', { ignored: OTHER_STORES }),
          expression: attribute(expressionKind(), 'Expression that gives the value.', { ignored: OTHER_STORES }),
        },
        body: 'text',
      },
      'A setting of a store outside the engine.',
    ),
  },
  compile({ name, class: javaClass, element, place }, { report }) {
    if (javaClass === undefined || MEMORY.has(javaClass)) {
      report.add('deploy/store-not-emptied', place, { name, limit: mostMessages });
      return { kind: 'messageStore', name, value: new MemoryStore(name) };
    }
    if (!REFERENCE.test(javaClass)) {
      report.add('deploy/missing-class', element.attribute('class')!.place, { class: javaClass });
      return undefined;
    }
    report.add('deploy/not-run', place, { element: 'messageStore', name });
    return { kind: 'messageStore', name, value: unavailableStore(name) };
  },
});
