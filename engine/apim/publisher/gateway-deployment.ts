import type { ApiSetup } from '../setup.js';
import type { ApimState } from '../state.js';
import { toApiSetup } from './api-setup.js';
import type { ApiRecord, Revision } from './catalog.js';
import { statusName } from './lifecycle-states.js';
import { conflict } from './rest-error.js';

/** @throws RestError 409 when the gateway has another API where this one would be */
export function refuseClash({ deployedApis }: ApimState, { document }: ApiRecord): void {
  if (deployedApis.has(document) || !deployedApis.clashes(document)) return;
  const { name, version, context } = document;
  throw conflict(
    `The API ${name}:${version} cannot be deployed: another deployed API has its name and version, or the context ${context}.`,
  );
}

/** The revision that the gateway serves: of those in several environments, for all of which it stands, the last one. */
export function servedRevision({ revisions }: ApiRecord): Revision | undefined {
  const deployments = revisions
    .all()
    .flatMap((revision) => revision.deployments.map(({ deployedAt }) => ({ revision, deployedAt })));
  const last = Math.max(...deployments.map(({ deployedAt }) => deployedAt));
  return deployments.findLast(({ deployedAt }) => deployedAt === last)?.revision;
}

/** Brings the gateway to a revision of an API; without one it has the API no longer (gateway sheet A.5). */
export function serveRevision(state: ApimState, api: ApiRecord, revision: Revision | undefined): void {
  if (revision) serve(state, api, revision.setup);
  else withdrawApi(state, api);
}

/** Where there are no revisions, up to 3.x, the gateway has an API as it is saved once it is out. */
export function serveSaved(state: ApimState, api: ApiRecord): void {
  if (!servesSaved(state)) return;
  if (api.state === 'Created' || api.state === 'Retired') withdrawApi(state, api);
  else serve(state, api, toApiSetup(api, api.document, state.catalog.sharedPolicies(api.tenant)));
}

/** Lets the gateway follow an API's step through its life: a retired one is gone (gateway sheet A.5). */
export function serveState(state: ApimState, api: ApiRecord): void {
  if (api.state === 'Retired') {
    for (const revision of api.revisions.all()) revision.deployments = [];
    withdrawApi(state, api);
  } else if (servesSaved(state)) serveSaved(state, api);
  else if (state.deployedApis.has(api.document)) state.lifecycles.move(api.document, statusName(api.state));
}

/** Takes an API from the gateway. */
export function withdrawApi({ deployedApis, lifecycles }: ApimState, { document }: ApiRecord): void {
  if (!deployedApis.has(document)) return;
  deployedApis.undeploy(document);
  lifecycles.forget(document);
}

/** Whether the gateway serves what is saved. */
export function servesSaved({ profile }: ApimState): boolean {
  return profile === '1.x' || profile === '3.x';
}

function serve({ deployedApis }: ApimState, { state }: ApiRecord, setup: ApiSetup): void {
  deployedApis.deploy({ ...setup, lifecycle: statusName(state) });
}
