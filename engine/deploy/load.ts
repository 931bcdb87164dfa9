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
import { Deployment, type InlineArtifact } from './deployment.js';
import { readJavaProperties } from './java-properties.js';
import { findLayout, type RegistryFolders } from './layout.js';
import { FolderRegistry, type RegistryOptions } from './registry.js';

/** What to deploy, and with what; everything but `compile` has a default. */
export interface LoadOptions {
  /** The mediators, and a tracer if somebody traces. */
  readonly compile: CompileOptions;
  /** Folders, `synapse.xml` files and single artifacts. */
  readonly paths?: readonly string[];
  /** Artifacts given as text. */
  readonly artifacts?: readonly InlineArtifact[];
  /**
   * Switches of synapse.properties and passthru-http.properties by full key. They are added to those of the files
   * `conf/synapse.properties` and `conf/passthru-http.properties` below the paths, and win.
   */
  readonly properties?: ReadonlyMap<string, string>;
  /** Java system properties for the `system` scope; default none. */
  readonly systemProperties?: ReadonlyMap<string, string>;
  /** Environment variables for the `env` scope and `$SYSTEM:`; default those of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly outbound?: Outbound;
  readonly log?: FlowLog;
  readonly clock?: Clock;
  readonly random?: RandomSource;
  readonly registry?: RegistryOptions;
  /** Severity of a reference to nothing. Default `warning`: the reference engine deploys it, too. */
  readonly unresolved?: Severity;
}

/** Reads, checks and compiles artifacts. Never throws for bad ones: `findings` of the deployment says what is wrong. */
export function loadDeployment(options: LoadOptions): Deployment {
  const { compile, paths = [], artifacts = [], clock = systemClock, unresolved } = options;
  const services = servicesOf(options, paths, clock);
  const deployTime = { ...services, config: (name: string) => valueText(services.config(name)) ?? undefined };
  return new Deployment({ compile: { ...compile, deployTime }, paths, artifacts, clock, unresolved, services });
}

function servicesOf(options: LoadOptions, paths: readonly string[], clock: Clock): SnapshotOptions['services'] {
  const { properties = new Map<string, string>(), systemProperties, environment = process.env } = options;
  const conf = (name: string) => readConf(paths, name);
  const own = new Map([...conf('passthru-http.properties'), ...conf('synapse.properties'), ...properties]);
  const fileProperties = conf('file.properties');
  // Names with their types; the values come from elsewhere (configuration sheet 6.2).
  const configs = conf('config.properties');
  return {
    clock,
    random: options.random ?? systemRandom,
    registry: new FolderRegistry(registryOf(paths), options.registry),
    outbound: options.outbound ?? createOutbound({ clock }),
    // Tokens outlive snapshots: their keys are made of content.
    authorizer: createAuthorizer(),
    log: options.log ?? silentFlowLog,
    settings: readSettings(own),
    systemProperty: (name) => systemProperties?.get(name),
    environment: (name) => environment[name],
    fileProperty: (name) => fileProperties.get(name),
    config: (name): Value | undefined => {
      if (!configs.has(name)) return undefined;
      return environment[name] ?? systemProperties?.get(name) ?? fileProperties.get(name);
    },
  };
}

/** Places of configuration files below a folder that is deployed. */
const confFolders = ['conf', join('src', 'main', 'wso2mi', 'resources', 'conf')];

function readConf(paths: readonly string[], name: string): Map<string, string> {
  const files = paths.flatMap((path) => confFolders.map((folder) => join(path, folder, name)));
  const found = files.filter((file) => existsSync(file));
  return new Map(found.flatMap((file) => [...readJavaProperties(readFileSync(file, 'utf8'))]));
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
