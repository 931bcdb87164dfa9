import { type CompileOptions, compileArtifacts } from '../../compile/index.js';
import { type Finding, formatPlace, Report } from '../../errors/index.js';
import { parseArtifact } from '../../xml/index.js';
import { badRequest, internalError, RestError } from './rest-error.js';

const longestName = 255;
/** What comes after so many findings is mostly their consequence. */
const findingsShown = 20;

/**
 * Checks a sequence that a publisher uploads (gateway sheet A.5). An upload is checked strictly: the answer has no other
 * place to say that something in it has no effect. References to other artifacts are not followed.
 * @param file its name in what is said of it
 * @param compile with which mediators; undefined = only the root is looked at
 * @returns the name of the sequence
 * @throws RestError 500 when it is no XML or no sequence, 400 for a name over 255 characters and for what is wrong inside,
 * as `file:line:column code message`
 */
export function readSequence(content: string, file: string, compile: CompileOptions | undefined): string {
  const root = parseArtifact(content, file, new Report());
  if (root?.name !== 'sequence') throw internalError();
  const name = root.attribute('name')?.value ?? '';
  if (name.length > longestName) {
    const description = `The name of the mediation policy exceeds the max length (${longestName})`;
    throw new RestError(400, 900850, 'Mediation Policy Name Too Long', description);
  }
  refuseFindings(compile ? compileArtifacts(root, compile).flatMap((artifact) => artifact.findings) : []);
  if (name.trim() === '') throw badRequest('An Error has occurred while reading custom sequence file: it has no name.');
  return name;
}

/** @throws RestError 400 with the findings as `file:line:column code message`, if there are any */
export function refuseFindings(findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  const shown = findings.slice(0, findingsShown);
  throw badRequest(shown.map((each) => `${formatPlace(each)} ${each.code} ${each.message}`).join('\n'));
}

/** The name of an uploaded file as findings say it: without folders and control characters. */
export function shownFileName(part: FormDataEntryValue | null, otherwise: string): string {
  if (part === null || typeof part === 'string') return otherwise;
  const name = part.name.replace(/^.*[/\\]/, '').replace(/[\x00-\x1f\x7f]/g, '');
  return name || otherwise;
}
