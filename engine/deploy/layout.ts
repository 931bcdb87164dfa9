import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A folder whose XML files are artifacts. */
export interface ArtifactFolder {
  readonly path: string;
  /** Root element that its files must have; undefined = any artifact. */
  readonly root: string | undefined;
}

/** Where the parts of a deployment lie. */
export interface Layout {
  /** In the order in which they are read. */
  readonly folders: readonly ArtifactFolder[];
  /** Single files: `synapse.xml`, or the file that was named; read first. */
  readonly files: readonly string[];
  /** Folders of the registry by key space. */
  readonly registry: RegistryFolders;
  /** Folders that are there and in which something may appear, change or go. */
  readonly watched: readonly string[];
}

/** Folders of the registry; a key space may have none, or several that are tried in turn. */
export interface RegistryFolders {
  readonly local: readonly string[];
  readonly config: readonly string[];
  readonly governance: readonly string[];
  /** `resources:`, apart from `mi-resources` below governance. */
  readonly resources: readonly string[];
}

/** Names of artifact folders and the root elements of their files, in reading order (configuration sheet 2.2, 6.1). */
const folderKinds: readonly (readonly [name: string, root: string])[] = [
  ['imports', 'import'],
  ['local-entries', 'localEntry'],
  ['endpoints', 'endpoint'],
  ['sequences', 'sequence'],
  ['templates', 'template'],
  ['proxy-services', 'proxy'],
  ['tasks', 'task'],
  ['event-sources', 'eventSource'],
  ['priority-executors', 'priorityExecutor'],
  ['message-stores', 'messageStore'],
  ['message-processors', 'messageProcessor'],
  ['api', 'api'],
  ['apis', 'api'],
  ['inbound-endpoints', 'inboundEndpoint'],
];

/** Where artifact folders may lie below the folder that is deployed. */
const bases = [
  '.',
  'synapse-config',
  join('synapse-configs', 'default'),
  join('repository', 'deployment', 'server', 'synapse-configs', 'default'),
  join('src', 'main', 'synapse-config'),
  join('src', 'main', 'wso2mi', 'artifacts'),
];

const resourceFolder = join('src', 'main', 'wso2mi', 'resources');

/**
 * Finds out how a deployment is laid out: a single file, a folder of artifact folders in any spelling of the reference
 * engine, or a plain folder of artifacts. Folders that do not exist yet are listed too, so that they can appear later.
 */
export function findLayout(home: string): Layout {
  if (!isFolder(home)) return { folders: [], files: [home], registry: noRegistry, watched: [dirname(home)] };
  const folders: ArtifactFolder[] = [];
  const files: string[] = [];
  const watched = new Set([home]);
  let known = false;
  for (const base of bases.filter((each) => isFolder(join(home, each)))) {
    const at = base === '.' ? home : join(home, base);
    watched.add(at);
    files.push(join(at, 'synapse.xml'));
    known ||= existsSync(join(at, 'synapse.xml'));
    for (const [name, root] of folderKinds) {
      const path = join(at, name);
      folders.push({ path, root });
      if (isFolder(path)) watched.add(path);
      known ||= watched.has(path);
    }
  }
  if (!known) folders.push({ path: home, root: undefined });
  return { folders, files: known ? files : [], registry: registryFolders(home), watched: [...watched] };
}

/** Files of a plain folder that are no artifacts. */
const otherFiles = new Set(['pom.xml', 'artifact.xml', 'artifacts.xml', 'metadata.xml', 'registry-info.xml']);

/** Whether a name in an artifact folder is that of an artifact: not a temporary file of an editor or copy. */
export function isArtifactName(name: string): boolean {
  return name.endsWith('.xml') && !/^[.#~]/.test(name) && !otherFiles.has(name);
}

const noRegistry: RegistryFolders = { local: [], config: [], governance: [], resources: [] };

function registryFolders(home: string): RegistryFolders {
  const projectResources = join(home, resourceFolder);
  const under = (...names: string[]): string[] =>
    ['registry', join(resourceFolder, 'registry')].flatMap((base) => names.map((name) => join(home, base, name)));
  return {
    local: under('local'),
    config: under('config', 'conf'),
    governance: under('governance', 'gov'),
    resources: [projectResources],
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
