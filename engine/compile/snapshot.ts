import type { Finding, Severity } from '../errors/index.js';
import type { Services } from '../message/index.js';
import { type Api, sortApis } from './api.js';
import type { CompiledArtifact } from './artifact.js';
import { DeployedArtifacts } from './deployed-artifacts.js';
import { NameTable, unresolvedReferences } from './names.js';
import type { ProxyService } from './proxy.js';
import type { ArtifactTable } from './table.js';

/** A deployment as a value: everything that serves requests, frozen. Requests end on the snapshot they started on. */
export interface Snapshot {
  /** Hash of the content it was made of. */
  readonly revision: string;
  /** In the order in which they are asked for a request. */
  readonly apis: readonly Api[];
  readonly proxies: ReadonlyMap<string, ProxyService>;
  readonly artifacts: ArtifactTable;
  readonly services: Services;
  /** Every artifact that was read, the refused ones included. */
  readonly compiled: readonly CompiledArtifact[];
  /** Findings of all artifacts and of their references among each other. */
  readonly findings: readonly Finding[];
}

/** What a snapshot is made with. */
export interface SnapshotOptions {
  readonly revision: string;
  /** Everything that flows use besides the artifacts. */
  readonly services: Omit<Services, 'localEntry' | 'artifacts'>;
  /** Severity of a reference to nothing: the reference engine deploys it and fails when it is reached. Default warning. */
  readonly unresolved?: Severity;
  /** Compiles XML that is used by registry key as a sequence or endpoint. */
  readonly compileXml: (xml: string, key: string) => readonly CompiledArtifact[];
}

/** Puts compiled artifacts together: names, duplicates, references. */
export function assemble(compiled: readonly CompiledArtifact[], options: SnapshotOptions): Snapshot {
  const names = new NameTable(compiled);
  const { registry } = options.services;
  const artifacts = new DeployedArtifacts(names, registry, options.compileXml);
  const services: Services = {
    ...options.services,
    artifacts,
    localEntry: (key) => names.entries.get(key),
  };
  const findings = [
    ...compiled.flatMap((each) => each.findings),
    ...names.findings,
    ...unresolvedReferences(compiled, (reference) => artifacts.has(reference), options.unresolved ?? 'warning'),
  ];
  const { revision } = options;
  return Object.freeze({
    revision,
    apis: sortApis([...names.apis.values()]),
    proxies: names.proxies,
    artifacts,
    services,
    compiled,
    findings,
  });
}
