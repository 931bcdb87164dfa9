import type { CompiledArtifact, MessageStore, Snapshot } from '../compile/index.js';
import type { Deployment } from '../deploy/index.js';
import type { Finding } from '../errors/index.js';
import type { ServiceType } from '../observe/index.js';

/** How many messages of a store are listed. */
const mostStored = 100;

/** What the admin server says about a deployment. */
export interface DeploymentDescription {
  readonly revision: string;
  /** When the revision began to serve. */
  readonly since: string;
  readonly artifacts: readonly ArtifactDescription[];
  /** Files that are not served as they stand on disk. */
  readonly refused: readonly RefusedDescription[];
  /** Everything that is to be said about files that serve or should. */
  readonly findings: readonly Finding[];
}

/** An artifact that serves. */
export interface ArtifactDescription {
  readonly kind: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** Of a message store that holds any: how many, and the first of them. */
  readonly stored?: StoredDescription;
}

/** What a message store holds. */
export interface StoredDescription {
  readonly messages: number;
  readonly first: readonly { readonly id: string; readonly since: string; readonly bytes: number }[];
}

/** A file that was refused. */
export interface RefusedDescription {
  readonly file: string;
  /** An earlier version of it goes on serving. */
  readonly earlierServes: boolean;
  readonly findings: readonly Finding[];
}

/** What a health probe is told. */
export interface Health {
  /** Everything that should serve does. */
  readonly whole: boolean;
  readonly revision: string;
  /** Paths of files that are not served as they stand on disk. */
  readonly faulty: readonly string[];
}

/** Describes what serves, and what does not and why. */
export function describeDeployment(deployment: Deployment): DeploymentDescription {
  const { snapshot, refused, findings, since } = deployment;
  const serving = snapshot.compiled.filter(({ product }) => product !== undefined);
  return {
    revision: snapshot.revision,
    since: new Date(since).toISOString(),
    artifacts: serving.map(describeArtifact),
    refused: refused.map(({ path, earlierServes, findings: own }) => ({ file: path, earlierServes, findings: own })),
    findings,
  };
}

function describeArtifact(artifact: CompiledArtifact): ArtifactDescription {
  const { element, name, place } = artifact;
  const stored = describeStored(artifact);
  return { kind: element, name, file: place.file, line: place.line, ...(stored && { stored }) };
}

/** Undefined when it is no store, or holds nothing. */
function describeStored({ product }: CompiledArtifact): StoredDescription | undefined {
  const holds = product?.kind === 'messageStore' && product.value.messages.length > 0;
  return holds ? describeStore(product.value) : undefined;
}

/** What the message stores of a process hold, by their names. */
export type StoredMessages = ReadonlyMap<string, StoredDescription>;

/** What the message stores of a snapshot hold; those that hold nothing are left out. */
export function storedMessages({ compiled }: Snapshot): StoredMessages {
  const stored = new Map<string, StoredDescription>();
  for (const artifact of compiled) {
    const description = describeStored(artifact);
    if (description) stored.set(artifact.name, description);
  }
  return stored;
}

/** Says of each message store what those of all processes hold together. */
export function withStored(
  artifacts: readonly ArtifactDescription[],
  processes: readonly StoredMessages[],
): ArtifactDescription[] {
  return artifacts.map((artifact) => {
    if (artifact.kind !== 'messageStore') return artifact;
    const stored = processes.flatMap((each) => each.get(artifact.name) ?? []);
    return stored.length === 0 ? artifact : { ...artifact, stored: stored.reduce(together) };
  });
}

function together(one: StoredDescription, other: StoredDescription): StoredDescription {
  const first = [...one.first, ...other.first].sort((a, b) => (a.since < b.since ? -1 : 1)).slice(0, mostStored);
  return { messages: one.messages + other.messages, first };
}

function describeStore({ messages }: MessageStore): StoredDescription {
  const first = messages.slice(0, mostStored).map(({ id, since, bytes }) => ({
    id,
    since: new Date(since).toISOString(),
    bytes,
  }));
  return { messages: messages.length, first };
}

/** What a health probe is told about a deployment. */
export function healthOf({ snapshot, refused }: Deployment): Omit<Health, 'whole'> {
  return { revision: snapshot.revision, faulty: refused.map(({ path }) => path) };
}

/** The services of a snapshot, for the metrics. */
export function servicesOf({ apis, proxies }: Snapshot): { name: string; type: ServiceType }[] {
  return [
    ...apis.map(({ fullName }) => ({ name: fullName, type: 'api' as const })),
    ...[...proxies.keys()].map((name) => ({ name, type: 'proxy' as const })),
  ];
}
