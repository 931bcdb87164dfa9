/**
 * The public API: read and check artifacts, deploy them, and serve them from a Koa app.
 * This is the one place where the engine meets the mediators.
 */
import { mediators } from '../mediators/index.generated.js';
import {
  type ClassMediator,
  type CompiledArtifact,
  type CompileOptions,
  compileArtifacts,
  linkFindings,
} from './compile/index.js';
import { type Deployment, type LoadOptions, loadDeployment as loadWith } from './deploy/index.js';
import { type Finding, Report, type Severity } from './errors/index.js';
import type { ReplayOptions, ReplayResult } from './replay/index.js';
import { parseArtifact } from './xml/index.js';

export {
  artifactDeclarations,
  type ClassMediator,
  type CompileOptions,
  referenceMediators,
  type Tracer,
} from './compile/index.js';
export { Deployment, DeploymentWatcher, type InlineArtifact } from './deploy/index.js';
export {
  describeFinding,
  Fault,
  type Finding,
  findingsPage,
  formatPlace,
  nearestName,
  type Place,
  type Severity,
} from './errors/index.js';
export {
  completionData,
  type DescribedElement,
  referenceIndex,
  referencePage,
  schemaDocument,
} from './grammar/index.js';
export {
  createHost,
  type Gateway,
  type GatewayOptions,
  type Host,
  type HostLimits,
  type HostOptions,
  ListenError,
  startGateway,
} from './host/index.js';
export { JavaNumber, JsonData, type Message, type Value } from './message/index.js';
export { createFlowLog, createLogger, type Logger } from './observe/index.js';
export type { ReplayOptions, ReplayResult } from './replay/index.js';

/** What every artifact is compiled with: the mediators of this engine. */
export const compileOptions: CompileOptions = { mediators };

/** What to deploy, and with what; everything has a default. */
export type DeploymentSettings = Omit<LoadOptions, 'compile'> & {
  /** Functions for `class` mediators, by the name of the Java class that they stand for. */
  readonly classes?: ReadonlyMap<string, ClassMediator>;
};

/**
 * Reads, checks and compiles artifacts into a deployment that a host can serve. Never throws for bad artifacts: its
 * `findings` say what is wrong, and the good ones serve.
 */
export function loadDeployment({ classes, ...settings }: DeploymentSettings): Deployment {
  return loadWith({ ...settings, compile: classes ? { ...compileOptions, classes } : compileOptions });
}

/** A file of artifacts, as it was read. */
export interface ValidationSource {
  /** Name in findings. */
  readonly file: string;
  readonly content: Uint8Array | string;
}

/** How references to nothing are judged. */
export interface ValidationOptions {
  /** Default `error`. The reference engine deploys such an artifact, and the flow fails when it gets there. */
  readonly unresolved?: Severity;
}

/**
 * Checks files as one deployment: their form, and the references among them. Never throws for bad content.
 * @returns findings by file, in the order of the files, then of the lines
 */
export function validateSources(sources: readonly ValidationSource[], options: ValidationOptions = {}): Finding[] {
  const report = new Report();
  const compiled: CompiledArtifact[] = [];
  for (const { content, file } of sources) {
    const root = parseArtifact(content, file, report);
    if (root) compiled.push(...compileArtifacts(root, compileOptions));
  }
  const findings = [
    ...report.findings,
    ...compiled.flatMap((each) => each.findings),
    ...linkFindings(compiled, options.unresolved ?? 'error'),
  ];
  const order = new Map(sources.map(({ file }, index) => [file, index]));
  return findings.sort(
    (a, b) =>
      order.get(a.file)! - order.get(b.file)! || a.line - b.line || a.column - b.column || a.code.localeCompare(b.code),
  );
}

/** Replays fixtures, as `mediant replay` does. Never rejects for what they hold: bad files are problems of the result. */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  // The player and its schema are loaded only when somebody plays: a gateway starts without them.
  const player = await import('./replay/index.js');
  return player.replay(options);
}
