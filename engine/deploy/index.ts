export { Deployment, type DeploymentOptions, type Refreshed } from './deployment.js';
export type { RefusedFile } from './file-set.js';
export { FollowingDeployment, RevisionError, type SharedFile, type SharedRevision } from './following-deployment.js';
export { readJavaProperties } from './java-properties.js';
export {
  type Configuration,
  followDeployment,
  type LoadOptions,
  loadDeployment,
  openRegistry,
  readConfiguration,
} from './load.js';
export { FolderRegistry, type RegistryOptions, type RegistryWrite } from './registry.js';
export type { InlineArtifact } from './snapshot-maker.js';
export { DeploymentWatcher, type WatcherOptions } from './watcher.js';
