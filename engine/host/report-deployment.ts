import type { Deployment, RefusedFile } from '../deploy/index.js';
import { type Finding, formatPlace } from '../errors/index.js';
import type { Logger } from '../observe/index.js';

/** Logs what a deployment starts with, and every finding. */
export function reportStart({ snapshot, findings, refused }: Deployment, logger: Logger): void {
  const { revision, compiled } = snapshot;
  for (const found of findings) reportFinding(found, logger);
  logger.info({ revision, artifacts: compiled.length, refused: refused.length }, 'deployed');
}

/** Logs that a file was refused, and why. */
export function reportRefused(file: RefusedFile, logger: Logger): void {
  const consequence = file.earlierServes ? 'the last good version goes on serving' : 'it does not serve';
  logger.error({ file: file.path }, `refused: ${consequence}`);
  for (const found of file.findings) reportFinding(found, logger);
}

function reportFinding(found: Finding, logger: Logger): void {
  const fields = { at: formatPlace(found), code: found.code, hint: found.hint };
  if (found.severity === 'error') logger.error(fields, found.message);
  else logger.warn(fields, found.message);
}
