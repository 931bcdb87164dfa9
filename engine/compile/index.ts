export {
  type Api,
  type ApiDefinition,
  defaultBinding,
  type RequestLine,
  type Resource,
  sortApis,
} from './api.js';
export type { AnyArtifact, CompiledArtifact, Product } from './artifact.js';
export { artifactDeclarations } from './artifacts/index.js';
export type { ClassMediator, CompileOptions, Tracer } from './builder.js';
export { ApiChooser, prefixLength, urlPostfix } from './choose-api.js';
export { type ResourceChoice, ResourceChooser, type ResourceRequest } from './choose-resource.js';
export { compileArtifacts } from './compile-artifact.js';
export { defineApi } from './define-api.js';
export { endpointOfXml } from './endpoint-xml.js';
export { globalFault, globalFaultHandler } from './flows.js';
export type { BranchValues, Load } from './load.js';
export { type AnyMediator, defineMediator, type MediatorDeclaration } from './mediator.js';
export type { MessageStore, StoredMessage } from './message-store.js';
export { linkFindings } from './names.js';
export { runGuarded, withOnError } from './on-error.js';
export { preMediateAnswer, runOutFlow } from './out-flow.js';
export type { ProxyService } from './proxy.js';
export { referenceMediators } from './reference-names.js';
export { assemble, type Snapshot, type SnapshotOptions } from './snapshot.js';
export { type ArtifactTable, artifactsOf, type Sequence, type SequenceTemplate } from './table.js';
