import type { ApimAnswer } from '../server.js';
import type { ApimState } from '../state.js';
import { apiForm } from './api-form.js';
import { apiOfRoute } from './api-lookup.js';
import { toApiSetup } from './api-setup.js';
import type { ApiRecord, Deployment, Revision } from './catalog.js';
import { environmentNamed, gatewayEnvironments } from './environments.js';
import { refuseClash, servedRevision, serveRevision } from './gateway-deployment.js';
import { documentReader, type RestCall } from './rest-call.js';
import { badRequest, internalError, json, RestError } from './rest-error.js';
import type { Route } from './rest-server.js';

const change = ['apim:api_create', 'apim:api_publish', 'apim:api_manage'];
const view = ['apim:api_view', ...change];

/** From 4.0 on, which is version 2. */
const versions = [2, 9] as const;

/** Revisions: what a gateway serves is one of them (gateway sheet A.5). */
export function revisionRoutes(state: ApimState): Route[] {
  const under = '/apis/{apiId}';
  const routes: Omit<Route, 'versions'>[] = [
    { method: 'POST', path: `${under}/revisions`, scopes: change, answer: (call) => create(state, call) },
    { method: 'GET', path: `${under}/revisions`, scopes: view, answer: (call) => list(apiOfRoute(state, call), call) },
    {
      method: 'GET',
      path: `${under}/revisions/{revisionId}`,
      scopes: view,
      answer: (call) => {
        const api = apiOfRoute(state, call);
        return json(200, revisionForm(api, revisionWithId(api, call.variable('revisionId'))));
      },
    },
    {
      method: 'DELETE',
      path: `${under}/revisions/{revisionId}`,
      scopes: ['apim:api_delete', ...change],
      answer: (call) => remove(apiOfRoute(state, call), call),
    },
    { method: 'POST', path: `${under}/deploy-revision`, scopes: change, answer: (call) => deploy(state, call) },
    { method: 'POST', path: `${under}/undeploy-revision`, scopes: change, answer: (call) => undeploy(state, call) },
    { method: 'POST', path: `${under}/restore-revision`, scopes: change, answer: (call) => restore(state, call) },
  ];
  return routes.map((route) => ({ ...route, versions }));
}

const readGiven = documentReader<{ readonly description?: string }>({
  properties: { description: { type: 'string', maxLength: 1024 } },
});

function create(state: ApimState, call: RestCall): ApimAnswer {
  const api = apiToRevise(state, call);
  const { description = '' } = readGiven(call.json());
  const { revisions } = api;
  if (revisions.all().length >= revisions.limit) {
    const text = `Maximum number of revisions per API has reached. Need to remove any revision to create a new Revision for API with API UUID: ${api.id}`;
    throw new RestError(400, 900351, 'Can not create API Revision ', text);
  }
  api.revisionCount += 1;
  const revision: Revision = {
    id: state.catalog.newId(),
    number: api.revisionCount,
    description,
    createdAt: state.clock.now(),
    document: api.document,
    setup: toApiSetup(api, api.document, state.catalog.sharedPolicies(api.tenant)),
    deployments: [],
  };
  revisions.set(revision);
  return json(201, revisionForm(api, revision), { Location: `${call.base}/apis/${api.id}/revisions/${revision.id}` });
}

/** The one resource that answers 500 when there is no such API (gateway sheet A.5). */
function apiToRevise(state: ApimState, call: RestCall): ApiRecord {
  try {
    return apiOfRoute(state, call);
  } catch {
    throw internalError(`Error while adding new API Revision for API : ${call.variable('apiId')}`);
  }
}

/** `query=deployed:true` leaves those that a gateway has. */
function list(api: ApiRecord, { query }: RestCall): ApimAnswer {
  const wanted = /^deployed:(true|false)$/.exec(query.get('query') ?? '')?.[1];
  const fitting = api.revisions.filter(
    ({ deployments }) => wanted === undefined || (wanted === 'true') === deployments.length > 0,
  );
  return listForm(api, fitting);
}

function listForm(api: ApiRecord, revisions: readonly Revision[]): ApimAnswer {
  return json(200, { count: revisions.length, list: revisions.map((revision) => revisionForm(api, revision)) });
}

function remove(api: ApiRecord, call: RestCall): ApimAnswer {
  const { id, deployments } = revisionWithId(api, call.variable('revisionId'));
  if (deployments.length > 0) {
    const text = `Couldn't delete API revision since API revision is currently deployed to a gateway. You need to undeploy the API Revision from the gateway before attempting deleting API Revision: ${id}`;
    throw new RestError(400, 900348, 'Can not delete API Revision ', text);
  }
  api.revisions.delete(id);
  return listForm(api, api.revisions.all());
}

function deploy(state: ApimState, call: RestCall): ApimAnswer {
  const api = apiOfRoute(state, call);
  const revision = revisionWithId(api, call.required('revisionId'));
  const environments = gatewayEnvironments(state.toml);
  const deployedAt = state.clock.now();
  const deployments = readDeployments(call.json()).map(({ name, vhost, displayOnDevportal = false }): Deployment => {
    const environment = environmentNamed(environments, name);
    const host = vhost ?? environment.vhosts[0]!;
    if (!environment.vhosts.includes(host)) throw badRequest(`The gateway environment ${name} has no vhost ${host}.`);
    return { environment: name, vhost: host, displayOnDevportal, deployedAt };
  });
  if (api.state === 'Retired') {
    const message = 'Deploying API Revisions is not supported for retired APIs';
    throw new RestError(400, 903227, message, `${message}. ApiId: ${api.id}`);
  }
  refuseClash(state, api);
  // A gateway has one revision of an API.
  const taken = deployments.map(({ environment }) => environment);
  for (const each of api.revisions.all()) withdraw(each, taken);
  revision.deployments = [...revision.deployments, ...deployments];
  serveRevision(state, api, revision);
  return json(201, deploymentForms(revision));
}

function undeploy(state: ApimState, call: RestCall): ApimAnswer {
  const api = apiOfRoute(state, call);
  const revision = revisionWithId(api, call.required('revisionId'));
  const environments = gatewayEnvironments(state.toml);
  const fromAll = call.query.get('allEnvironments') === 'true';
  const named = fromAll ? environments : readDeployments(call.json());
  const names = named.map(({ name }) => environmentNamed(environments, name).name);
  const before = servedRevision(api);
  withdraw(revision, names);
  const after = servedRevision(api);
  if (after !== before) serveRevision(state, api, after);
  return json(201, deploymentForms(revision));
}

function withdraw(revision: Revision, environments: readonly string[]): void {
  revision.deployments = revision.deployments.filter(({ environment }) => !environments.includes(environment));
}

/** The API is what it was; where it is in its life, and what is deployed, stays. */
function restore(state: ApimState, call: RestCall): ApimAnswer {
  const api = apiOfRoute(state, call);
  const revision = revisionWithId(api, call.required('revisionId'));
  api.document = revision.document;
  api.updatedAt = state.clock.now();
  return json(201, apiForm(api, call.version));
}

interface GivenDeployment {
  readonly name: string;
  readonly vhost?: string;
  readonly displayOnDevportal?: boolean;
}

const readDeployment = documentReader<GivenDeployment>({
  properties: { name: { type: 'string' }, vhost: { type: 'string' }, displayOnDevportal: { type: 'boolean' } },
  required: ['name'],
});

/** @throws RestError 400 unless it is a list with each environment at most once */
function readDeployments(data: unknown): GivenDeployment[] {
  if (!Array.isArray(data) || data.length === 0) throw badRequest('The body must be a list of gateway environments.');
  const given = data.map(readDeployment);
  if (new Set(given.map(({ name }) => name)).size < given.length) throw badRequest('An environment is named twice.');
  return given;
}

function revisionWithId(api: ApiRecord, id: string): Revision {
  const found = api.revisions.get(id);
  if (found) return found;
  throw new RestError(404, 900347, 'API Revision Not Found', `Requested API Revision with id ${id} not found`);
}

function revisionForm(api: ApiRecord, revision: Revision): object {
  const { id, number, description, createdAt } = revision;
  return {
    id,
    displayName: `Revision ${number}`,
    description,
    createdTime: createdAt,
    apiInfo: { id: api.id },
    deploymentInfo: deploymentForms(revision),
  };
}

function deploymentForms({ id, deployments }: Revision): object[] {
  return deployments.map(({ environment, vhost, displayOnDevportal, deployedAt }) => ({
    revisionUuid: id,
    name: environment,
    vhost,
    displayOnDevportal,
    status: 'APPROVED',
    deployedTime: new Date(deployedAt).toISOString(),
    successDeployedTime: new Date(deployedAt).toISOString(),
  }));
}
