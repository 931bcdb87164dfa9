import { basename, relative, sep } from 'node:path';
import { type Configuration, openRegistry } from '../../deploy/index.js';
import type { RawNamedValue, RawRecording, RawRegistryRead } from './raw-recording.js';

/** What a recorded deployment is made of, beside the artifacts themselves. */
export interface ServedSurroundings {
  /** Folder, or single file, that is deployed. */
  readonly home: string;
  /** What its files in `conf` say. */
  readonly configuration: Configuration;
  /** Switches that were given at the start; they win over those of the files. */
  readonly properties: ReadonlyMap<string, string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly systemProperties: ReadonlyMap<string, string>;
}

/** A file that goes beside the fixtures. */
export interface PlannedFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly kind: 'artifact' | 'properties';
  readonly text: string;
}

/** What a fixture deploys, secrets included. */
export interface ArtifactPlan {
  /** Files to be copied. */
  readonly files: readonly PlannedFile[];
  /** Resources of the registry as the request found them. */
  readonly registry: readonly RawRegistryRead[];
  readonly environment: readonly RawNamedValue[];
  readonly systemProperties: readonly RawNamedValue[];
  /** Texts of the artifacts that are used where they lie. */
  readonly inPlace: readonly string[];
}

/** A recording that cannot be made into a fixture; the message is for the log. */
export class UnusableRecordingError extends Error {
  override readonly name = 'UnusableRecordingError';
}

/** Content of a served file by its hash; undefined when it has changed since. */
export type ContentOf = (hash: string) => string | undefined;

/** The artifacts that a recording used, to be copied. @throws UnusableRecordingError */
export function planCopy(recording: RawRecording, served: ServedSurroundings, contentOf: ContentOf): ArtifactPlan {
  const { files, registry } = recording.surroundings;
  const artifacts = files.map(({ path, hash }): PlannedFile => {
    const text = contentOf(hash);
    if (text === undefined) throw new UnusableRecordingError(`${path} has changed since it was deployed`);
    return { path: insidePath(served.home, path), kind: 'artifact', text };
  });
  const texts = artifacts.map(({ text }) => text);
  return {
    files: [...artifacts, ...confFiles(recording, served, texts), ...switches(served)],
    registry,
    ...outerValues(recording, served, texts),
    inPlace: [],
  };
}

/** The deployment where it lies; only what flows have changed in its registry goes beside the fixture. */
export function planInPlace(recording: RawRecording, served: ServedSurroundings, contentOf: ContentOf): ArtifactPlan {
  const { files, registry } = recording.surroundings;
  const onDisk = openRegistry([served.home]);
  const changed = registry.filter(({ path, property, text }) => {
    const kept = property === undefined ? onDisk.text(path) : onDisk.property(path, property);
    return kept !== text;
  });
  const texts = files.flatMap(({ hash }) => contentOf(hash) ?? []);
  return { files: [], registry: changed, ...outerValues(recording, served, texts), inPlace: texts };
}

function insidePath(home: string, path: string): string {
  const inside = path === home ? basename(path) : relative(home, path);
  if (inside.startsWith('..')) throw new UnusableRecordingError(`${path} lies outside of the deployment`);
  return inside.split(sep).join('/');
}

/** Values from outside the deployment: those that the flow read, and those that its artifacts name. */
function outerValues(
  { surroundings }: RawRecording,
  { environment, systemProperties }: ServedSurroundings,
  texts: readonly string[],
): Pick<ArtifactPlan, 'environment' | 'systemProperties'> {
  const named = [...namesIn(texts, /\$SYSTEM:(\w+)/g), ...namesIn(texts, /\$\{configs\.(\w+)\}/g)];
  const fromEnvironment = named.flatMap((name): RawNamedValue[] => {
    const value = environment[name] ?? systemProperties.get(name);
    return value === undefined ? [] : [{ name, value }];
  });
  // The player has no file of types, so a value of the configuration is given where the engine looks first.
  return {
    environment: [...surroundings.environment, ...surroundings.configuration, ...fromEnvironment],
    systemProperties: surroundings.systemProperties,
  };
}

function confFiles(
  { surroundings }: RawRecording,
  { configuration }: ServedSurroundings,
  texts: readonly string[],
): PlannedFile[] {
  const named = namesIn(texts, /\$FILE:(\w+)/g).flatMap((name): RawNamedValue[] => {
    const value = configuration.file.get(name);
    return value === undefined ? [] : [{ name, value }];
  });
  const values = [...surroundings.fileProperties, ...named];
  const names = [...surroundings.configuration.map(({ name }) => name), ...namesIn(texts, /\$\{configs\.(\w+)\}/g)];
  return [
    ...propertiesFile('conf/file.properties', values),
    ...propertiesFile(
      'conf/config.properties',
      names.map((name) => ({ name, value: 'string' })),
    ),
  ];
}

function switches({ configuration, properties }: ServedSurroundings): PlannedFile[] {
  const values = [...configuration.settings, ...properties].map(([name, value]) => ({ name, value }));
  return propertiesFile('conf/synapse.properties', values);
}

function propertiesFile(path: string, values: readonly RawNamedValue[]): PlannedFile[] {
  if (values.length === 0) return [];
  const last = new Map(values.map(({ name, value }) => [name, value]));
  const lines = [...last].map(([name, value]) => `${escapeKey(name)}=${escapeValue(value)}`);
  return [{ path, kind: 'properties', text: `${lines.join('\n')}\n` }];
}

function namesIn(texts: readonly string[], pattern: RegExp): string[] {
  return [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name!)))];
}

function escapeKey(text: string): string {
  return escapeValue(text).replace(/[=:#! ]/g, '\\$&');
}

function escapeValue(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replace(/^\s/, '\\$&');
}
