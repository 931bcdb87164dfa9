import type { AnyArtifact } from '../artifact.js';
import { api } from './api.js';
import { endpoint } from './endpoint.js';
import { localEntry } from './local-entry.js';
import { messageStore } from './message-store.js';
import { otherArtifacts } from './other.js';
import { proxy } from './proxy.js';
import { sequence } from './sequence.js';
import { template } from './template.js';

const declared: readonly AnyArtifact[] = [
  api,
  endpoint,
  localEntry,
  messageStore,
  proxy,
  sequence,
  template,
  ...otherArtifacts,
];

/** The root elements that a deployment may hold. */
export const artifactDeclarations: ReadonlyMap<string, AnyArtifact> = new Map(
  declared.map((each) => [each.element, each]),
);
