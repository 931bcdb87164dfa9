import type { ApimAnswer } from '../server.js';
import type { ApimState } from '../state.js';
import { type ApiDocument, readApi, readContext, versionForm } from './api-document.js';
import { apiForm, apiSummary } from './api-form.js';
import { apiOfRoute, apiWithId, tenantPrefix } from './api-lookup.js';
import { apiQuery } from './api-query.js';
import { attachPolicies } from './attached-policies.js';
import type { ApiRecord } from './catalog.js';
import { keepEndpointSecrets } from './endpoint-secrets.js';
import { serveSaved, withdrawApi } from './gateway-deployment.js';
import { refuseUnservable } from './generated-artifacts.js';
import { pagedList } from './paged-list.js';
import type { RestCall } from './rest-call.js';
import { badRequest, conflict, json, RestError } from './rest-error.js';
import type { Route } from './rest-server.js';
import { refuseUnknownTiers } from './tiers.js';

const create = ['apim:api_create', 'apim:api_manage'];
const change = ['apim:api_publish', ...create];
const view = ['apim:api_view', ...change];

/** APIs: created, read, changed, deleted, listed, copied to a new version (gateway sheet A.5). */
export function apiRoutes(state: ApimState): Route[] {
  return [
    { method: 'POST', path: '/apis/copy-api', scopes: create, answer: (call) => copyApi(state, call) },
    { method: 'POST', path: '/apis', scopes: create, answer: (call) => createApi(state, call) },
    { method: 'GET', path: '/apis', scopes: view, answer: (call) => listApis(state, call) },
    {
      method: 'GET',
      path: '/apis/{apiId}',
      scopes: view,
      answer: (call) => json(200, apiForm(apiOfRoute(state, call), call.version)),
    },
    { method: 'PUT', path: '/apis/{apiId}', scopes: change, answer: (call) => updateApi(state, call) },
    {
      method: 'DELETE',
      path: '/apis/{apiId}',
      scopes: ['apim:api_delete', 'apim:api_manage'],
      answer: (call) => deleteApi(state, call),
    },
  ];
}

function createApi(state: ApimState, call: RestCall): ApimAnswer {
  const { catalog, clock } = state;
  const { user, tenant } = call.caller;
  const given = readApi(call.json());
  const name = demanded(given, 'name');
  const version = demanded(given, 'version');
  const context = readContext(demanded(given, 'context'), tenantPrefix(tenant));
  refuseUnknownTiers(state, 'subscription', given.policies ?? []);
  const others = catalog.apis.filter((api) => api.tenant === tenant);
  refuseTaken({ name, version, context }, others);
  const added = { ...given, name, version, context, provider: user };
  const api = catalog.addApi(added, { tenant, user, now: clock.now() });
  try {
    api.document = attachPolicies(added, api, undefined, catalog);
    refuseUnservable(state, api, api.document);
  } catch (refusal) {
    catalog.apis.delete(api.id);
    throw refusal;
  }
  keepOneDefault(api, others);
  return json(201, apiForm(api, call.version), locationOf(call, api));
}

/** @throws RestError 400 when the member is not there; readApi has refused an empty one */
function demanded(given: Partial<ApiDocument>, member: 'name' | 'version' | 'context'): string {
  const value = given[member];
  if (value !== undefined) return value;
  throw badRequest('Validation Error', [{ code: `400_${member}`, message: `${member}: must not be null` }]);
}

/**
 * An API of the same name is another version of it and has its context. @throws RestError 409, or 400 for the same name
 * with another context
 */
function refuseTaken(
  { name, version, context }: Pick<ApiDocument, 'name' | 'version' | 'context'>,
  others: readonly ApiRecord[],
): void {
  const sameName = others.filter(({ document }) => document.name === name);
  if (sameName.length > 0) {
    if (sameName.some(({ document }) => document.context !== context)) {
      throw new RestError(400, 900346, 'Invalid context provided', `The API ${name} exists with another context.`);
    }
    if (sameName.some(({ document }) => document.version === version)) {
      throw new RestError(409, 900300, 'The API already exists.', `The API ${name}:${version} already exists`);
    }
    return;
  }
  if (others.some(({ document }) => document.name.toLowerCase() === name.toLowerCase())) {
    throw new RestError(409, 900250, 'The API name already exists.', `An API with name '${name}' already exists`);
  }
  if (others.some(({ document }) => document.context === context)) {
    const description = `An API with context '${context}' already exists`;
    throw new RestError(409, 900251, 'The API context already exists.', description);
  }
}

/** What an API is called, where it is and whose it is never changes. */
function updateApi(state: ApimState, call: RestCall): ApimAnswer {
  const api = apiOfRoute(state, call);
  const { name, version, context, provider, endpointConfig: before } = api.document;
  const { endpointConfig, ...given } = readApi(call.json());
  refuseUnknownTiers(state, 'subscription', given.policies ?? []);
  const document: ApiDocument = {
    ...given,
    ...(endpointConfig ? { endpointConfig: keepEndpointSecrets(endpointConfig, before) } : {}),
    name,
    version,
    context,
    provider,
  };
  refuseUnservable(state, api, document);
  api.document = attachPolicies(document, api, api.document, state.catalog);
  api.updatedAt = state.clock.now();
  keepOneDefault(api, otherVersions(state, api));
  serveSaved(state, api);
  return json(200, apiForm(api, call.version));
}

function deleteApi(state: ApimState, call: RestCall): ApimAnswer {
  const { catalog } = state;
  const api = apiOfRoute(state, call);
  if (catalog.subscriptions.filter(({ apiId }) => apiId === api.id).length > 0) {
    throw conflict(`Cannot remove the API ${api.id} as active subscriptions exist`);
  }
  withdrawApi(state, api);
  catalog.apis.delete(api.id);
  return { status: 200 };
}

/** `apiId`, `newVersion`, `defaultVersion`: the copy begins its life as Created and has no revisions. */
function copyApi(state: ApimState, call: RestCall): ApimAnswer {
  const { catalog, clock } = state;
  const source = apiWithId(state, call.caller, call.required('apiId'));
  const version = call.required('newVersion');
  if (version.length > 30 || !versionForm.test(version)) throw badRequest(`The version ${version} is malformed.`);
  const others = [source, ...otherVersions(state, source)];
  if (others.some(({ document }) => document.version === version)) {
    const description = `An API with version '${version}' already exists for API '${source.document.name}'`;
    throw new RestError(409, 900252, 'The API version already exists.', description);
  }
  const isDefaultVersion = call.query.get('defaultVersion') === 'true';
  const { tenant, setup } = source;
  const document = { ...source.document, version, isDefaultVersion };
  const copy = catalog.addApi(document, { tenant, setup, user: call.caller.user, now: clock.now() });
  for (const policy of source.mediationPolicies.all()) copy.mediationPolicies.set(policy);
  for (const policy of source.operationPolicies.all()) copy.operationPolicies.set(policy);
  keepOneDefault(copy, others);
  return json(201, apiForm(copy, call.version), locationOf(call, copy));
}

function otherVersions({ catalog }: ApimState, { id, tenant, document: { name } }: ApiRecord): ApiRecord[] {
  return catalog.apis.filter((api) => api.id !== id && api.tenant === tenant && api.document.name === name);
}

/** Of all versions of an API one is the default. */
function keepOneDefault({ document }: ApiRecord, others: readonly ApiRecord[]): void {
  if (!document.isDefaultVersion) return;
  for (const other of others.filter((each) => each.document.name === document.name)) {
    if (other.document.isDefaultVersion) other.document = { ...other.document, isDefaultVersion: false };
  }
}

function listApis({ catalog }: ApimState, call: RestCall): ApimAnswer {
  const fits = apiQuery(call.query.get('query') ?? '');
  const apis = catalog.apis.filter((api) => api.tenant === call.caller.tenant && fits(api));
  return pagedList(call, apis, (api) => apiSummary(api, call.version));
}

function locationOf(call: RestCall, { id }: ApiRecord): Record<string, string> {
  return { Location: `${call.base}/apis/${id}` };
}
