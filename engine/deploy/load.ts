import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompileOptions, SnapshotOptions } from '../compile/index.js';
import { createOutbound } from '../endpoints/index.js';
import type { Severity } from '../errors/index.js';
import { type Outbound, readSettings, type Value, valueText } from '../message/index.js';
import { createAuthorizer } from '../oauth/index.js';
import {
  type Clock,
  type FlowLog,
  type RandomSource,
  silentFlowLog,
  systemClock,
  systemRandom,
} from '../observe/index.js';
import { Deployment } from './deployment.js';
import { FollowingDeployment, type SharedRevision } from './following-deployment.js';
import { readJavaProperties } from './java-properties.js';
import { findLayout, type RegistryFolders } from './layout.js';
import { FolderRegistry, type RegistryOptions } from './registry.js';
import type { InlineArtifact } from './snapshot-maker.js';
import { SystemProperties } from './system-properties.js';

/** What to deploy, and with what; everything but `compile` has a default. */
export interface LoadOptions {
  /** The mediators, and a tracer if somebody traces. */
  readonly compile: CompileOptions;
  /** Folders, `synapse.xml` files and single artifacts. */
  readonly paths?: readonly string[];
  /** Artifacts given as text. */
  readonly artifacts?: readonly InlineArtifact[];
  /** Artifacts given as text, one each, that are there unless another one defines its name. */
  readonly defaults?: readonly InlineArtifact[];
  /**
   * Switches of synapse.properties and passthru-http.properties by full key. They are added to those of the files
   * `conf/synapse.properties` and `conf/passthru-http.properties` below the paths, and win.
   */
  readonly properties?: ReadonlyMap<string, string>;
  /** Java system properties for the `system` scope; default none. */
  readonly systemProperties?: ReadonlyMap<string, string>;
  /** What the files in `conf` below the paths say; read now when it is not given. */
  readonly configuration?: Configuration;
  /** Environment variables for the `env` scope and `$SYSTEM:`; default those of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly outbound?: Outbound;
  readonly log?: FlowLog;
  readonly clock?: Clock;
  readonly random?: RandomSource;
  readonly registry?: RegistryOptions | FolderRegistry;
  /** Severity of a reference to nothing. Default `warning`: the reference engine deploys it, too. */
  readonly unresolved?: Severity;
  /** Contents of files are kept, to be handed to other processes. Default false. */
  readonly keepContent?: boolean;
}

/** Properties of the files in the folder `conf`, by key. */
export interface Configuration {
  /** `passthru-http.properties` and `synapse.properties`. */
  readonly settings: ReadonlyMap<string, string>;
  /** `file.properties`. */
  readonly file: ReadonlyMap<string, string>;
  /** `config.properties`: names with their types; the values come from elsewhere (configuration sheet 6.2). */
  readonly config: ReadonlyMap<string, string>;
}

/** Reads, checks and compiles artifacts. Never throws for bad ones: `findings` of the deployment says what is wrong. */
export function loadDeployment(options: LoadOptions): Deployment {
  const { paths = [], keepContent = false } = options;
  return new Deployment({ ...equip(options), paths, keepContent });
}

/**
 * A deployment of what another process has read; the paths are those of the registry and of `conf`.
 * @throws RevisionError when the revision cannot be made here
 */
export function followDeployment(options: LoadOptions, first: SharedRevision): FollowingDeployment {
  return new FollowingDeployment(equip(options), first);
}

function equip(options: LoadOptions) {
  const { compile, paths = [], artifacts = [], defaults = [], clock = systemClock, unresolved } = options;
  const services = servicesOf(options, paths, clock);
  const deployTime = { ...services, config: (name: string) => valueText(services.config(name)) ?? undefined };
  return { compile: { ...compile, deployTime }, artifacts, defaults, clock, unresolved, services };
}

function servicesOf(options: LoadOptions, paths: readonly string[], clock: Clock): SnapshotOptions['services'] {
  const { properties = new Map<string, string>(), systemProperties, environment = process.env, registry } = options;
  const { settings, file, config } = options.configuration ?? readConfiguration(paths);
  const system = new SystemProperties(systemProperties);
  return {
    clock,
    random: options.random ?? systemRandom,
    registry: registry instanceof FolderRegistry ? registry : openRegistry(paths, registry),
    outbound: options.outbound ?? createOutbound({ clock }),
    // Tokens outlive snapshots: their keys are made of content.
    authorizer: createAuthorizer(),
    log: options.log ?? silentFlowLog,
    settings: readSettings(new Map([...settings, ...properties])),
    systemProperty: (name) => system.get(name),
    setSystemProperty: (name, value) => system.set(name, value),
    environment: (name) => environment[name],
    fileProperty: (name) => file.get(name),
    config: (name): Value | undefined => {
      if (!config.has(name)) return undefined;
      return environment[name] ?? systemProperties?.get(name) ?? file.get(name);
    },
  };
}

/** Reads the files in `conf` below folders that are deployed. */
export function readConfiguration(paths: readonly string[]): Configuration {
  const conf = (name: string) => readConf(paths, name);
  return {
    settings: new Map([...conf('passthru-http.properties'), ...conf('synapse.properties')]),
    file: conf('file.properties'),
    config: conf('config.properties'),
  };
}

/** Places of configuration files below a folder that is deployed. */
const confFolders = ['conf', join('src', 'main', 'wso2mi', 'resources', 'conf')];

function readConf(paths: readonly string[], name: string): Map<string, string> {
  const files = paths.flatMap((path) => confFolders.map((folder) => join(path, folder, name)));
  const found = files.filter((file) => existsSync(file));
  return new Map(found.flatMap((file) => [...readJavaProperties(readFileSync(file, 'utf8'))]));
}

/** The registry over the folders of a deployment. */
export function openRegistry(paths: readonly string[], options?: RegistryOptions): FolderRegistry {
  return new FolderRegistry(registryOf(paths), options);
}

function registryOf(paths: readonly string[]): RegistryFolders {
  const folders = paths.map((path) => findLayout(path).registry);
  return {
    local: folders.flatMap(({ local }) => local),
    config: folders.flatMap(({ config }) => config),
    governance: folders.flatMap(({ governance }) => governance),
    resources: folders.flatMap(({ resources }) => resources),
  };
}
