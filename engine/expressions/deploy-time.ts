import { nearestName, type Place, type Report } from '../errors/index.js';

/** Where the values of deploy-time parameters come from. */
export interface DeployTimeSource {
  /** `$SYSTEM:NAME`: an environment variable. */
  environment(name: string): string | undefined;
  /** `$FILE:NAME`: an entry of the properties file. */
  fileProperty(name: string): string | undefined;
  /** `${configs.name}`. */
  config(name: string): string | undefined;
  /** Names of the properties file and of the configuration, for advice about a misspelt one. */
  readonly names?: Iterable<string>;
}

/** A text that starts with a parameter. What stands behind the name is lost. */
export interface DeployTimeParameter {
  readonly kind: 'environment variable' | 'file property' | 'configuration parameter';
  readonly name: string;
}

const prefixed = /^\$(SYSTEM|FILE):([A-Za-z0-9_]+)/;
const configured = /^\$\{configs\.([A-Za-z0-9_]+)\}/;

/** The parameter that a text starts with; undefined when it starts with none. */
export function readDeployTimeParameter(text: string): DeployTimeParameter | undefined {
  const [, source, name] = prefixed.exec(text) ?? [];
  if (name !== undefined) return { kind: source === 'SYSTEM' ? 'environment variable' : 'file property', name };
  const config = configured.exec(text)?.[1];
  return config === undefined ? undefined : { kind: 'configuration parameter', name: config };
}

/**
 * Puts the value of a deploy-time parameter in place of a whole text that starts with one (expressions sheet 6):
 * `$SYSTEM:HOST/path` is the value of `HOST`, without the path. Any other text is given back.
 * @returns undefined after `placeholder/unknown-name`, when the parameter has no value
 */
export function injectDeployTime(
  text: string,
  place: Place,
  source: DeployTimeSource,
  report: Report,
): string | undefined {
  const parameter = readDeployTimeParameter(text);
  if (!parameter) return text;
  const value = lookUp(parameter, source);
  if (value !== undefined) return value;
  const near = nearestName(parameter.name, source.names ?? []);
  const hint = near === undefined ? undefined : `Did you mean ${near}?`;
  report.add('placeholder/unknown-name', place, { kind: parameter.kind, name: parameter.name }, hint);
  return undefined;
}

function lookUp({ kind, name }: DeployTimeParameter, source: DeployTimeSource): string | undefined {
  if (kind === 'environment variable') return source.environment(name);
  return kind === 'file property' ? source.fileProperty(name) : source.config(name);
}
