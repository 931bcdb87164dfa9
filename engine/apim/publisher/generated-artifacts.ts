import { compileArtifacts } from '../../compile/index.js';
import { Report } from '../../errors/index.js';
import { parseArtifact } from '../../xml/index.js';
import { artifactsOfApi } from '../gateway/index.js';
import { managedApi } from '../gateway/managed-api.js';
import type { ApimState } from '../state.js';
import type { ApiDocument } from './api-document.js';
import { toApiSetup } from './api-setup.js';
import type { ApiRecord } from './catalog.js';
import { refuseFindings } from './sequence-file.js';

/**
 * Checks that a gateway could serve what a document says: a target or an address may be malformed. Sequences are checked
 * when they are uploaded.
 * @throws RestError 400 with the errors of the generated artifacts
 */
export function refuseUnservable(state: ApimState, api: ApiRecord, document: ApiDocument): void {
  const { catalog, compile, profile } = state;
  if (!compile) return;
  const setup = toApiSetup(api, document, catalog.sharedPolicies(api.tenant));
  const artifacts = artifactsOfApi(managedApi({ ...setup, sequences: {} }, profile), 'hybrid');
  const findings = artifacts.flatMap(({ file, content }) => {
    const report = new Report();
    const root = parseArtifact(content, file, report);
    const compiled = root ? compileArtifacts(root, compile) : [];
    return [...report.findings, ...compiled.flatMap((artifact) => artifact.findings)];
  });
  refuseFindings(findings.filter(({ severity }) => severity === 'error'));
}
