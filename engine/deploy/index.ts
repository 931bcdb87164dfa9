export { Deployment, type DeploymentOptions, type InlineArtifact, type Refreshed } from './deployment.js';
export type { RefusedFile } from './file-set.js';
export { readJavaProperties } from './java-properties.js';
export { type LoadOptions, loadDeployment } from './load.js';
export { FolderRegistry, type RegistryOptions } from './registry.js';
export { DeploymentWatcher, type WatcherOptions } from './watcher.js';
