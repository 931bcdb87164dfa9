import type { ApimAnswer } from '../server.js';
import type { ApimState } from '../state.js';
import { apiSummary } from './api-form.js';
import { apiWithId } from './api-lookup.js';
import { applicationWithId, detailsOf, isOwn } from './applications.js';
import type { ApiRecord, Subscription } from './catalog.js';
import { statusName } from './lifecycle-states.js';
import { pagedList } from './paged-list.js';
import { documentReader, type RestCall } from './rest-call.js';
import { badRequest, forbidden, json, RestError } from './rest-error.js';
import type { Route } from './rest-server.js';

const scopes = ['apim:subscribe', 'apim:sub_manage'];

/** APIs as subscribers see them, and their subscriptions (gateway sheet B.7). */
export function subscriptionRoutes(state: ApimState): Route[] {
  return [
    { method: 'GET', path: '/apis', scopes, answer: (call) => listApis(state, call) },
    {
      method: 'GET',
      path: '/apis/{apiId}',
      scopes,
      answer: (call) => json(200, portalForm(visibleApi(state, call, call.variable('apiId')))),
    },
    { method: 'POST', path: '/subscriptions', scopes, answer: (call) => subscribe(state, call) },
    { method: 'GET', path: '/subscriptions', scopes, answer: (call) => list(state, call) },
    {
      method: 'GET',
      path: '/subscriptions/{subscriptionId}',
      scopes,
      answer: (call) => json(200, subscriptionForm(state, subscriptionOfRoute(state, call))),
    },
    {
      method: 'DELETE',
      path: '/subscriptions/{subscriptionId}',
      scopes,
      answer: (call) => {
        state.catalog.subscriptions.delete(subscriptionOfRoute(state, call).id);
        return { status: 200 };
      },
    },
  ];
}

function listApis({ catalog }: ApimState, call: RestCall): ApimAnswer {
  const query = (call.query.get('query') ?? '').toLowerCase();
  const offered = catalog.apis.filter(
    ({ tenant, state, document }) =>
      tenant === call.caller.tenant &&
      (state === 'Published' || state === 'Prototyped') &&
      document.name.toLowerCase().includes(query),
  );
  return pagedList(call, offered, (api) => apiSummary(api, call.version));
}

/** @throws RestError 404, or 403 for an API that is not out, or no longer */
function visibleApi(state: ApimState, call: RestCall, id: string): ApiRecord {
  const api = apiWithId(state, call.caller, id);
  if (api.state === 'Created' || api.state === 'Retired') throw forbidden('The API is not open to subscribers.');
  return api;
}

/** What is none of the subscribers' business (endpoints, policies) is not there. */
function portalForm(api: ApiRecord): object {
  const { document } = api;
  const tiers = (document.policies ?? []).map((tierName) => ({ tierName }));
  const operations = document.operations.map(({ target, verb }) => ({ target, verb }));
  const { transport, authorizationHeader, securityScheme, isDefaultVersion } = document;
  return {
    ...apiSummary(api, 1),
    tiers,
    operations,
    transport,
    authorizationHeader,
    securityScheme,
    isDefaultVersion,
  };
}

const readSubscription = documentReader<Record<'applicationId' | 'apiId' | 'throttlingPolicy', string>>({
  properties: {
    applicationId: { type: 'string', minLength: 1 },
    apiId: { type: 'string', minLength: 1 },
    throttlingPolicy: { type: 'string', minLength: 1 },
  },
  required: ['applicationId', 'apiId', 'throttlingPolicy'],
});

function subscribe(state: ApimState, call: RestCall): ApimAnswer {
  const given = readSubscription(call.json());
  const api = visibleApi(state, call, given.apiId);
  const { name } = applicationWithId(state, call.caller, given.applicationId);
  if (api.state !== 'Published' && api.state !== 'Prototyped') {
    throw forbidden(`Subscriptions not allowed on APIs/API Products in the state: ${statusName(api.state)}`);
  }
  if (!api.document.policies?.includes(given.throttlingPolicy)) {
    const description = `The tier ${given.throttlingPolicy} is not one of the API.`;
    throw new RestError(400, 900305, 'The tier name is invalid.', description);
  }
  const { subscriptions } = state.catalog;
  if (subscriptions.filter(({ apiId, application }) => apiId === api.id && application === name).length > 0) {
    const message = 'Subscription already exists';
    throw new RestError(409, 900336, message, message);
  }
  const subscription: Subscription = {
    id: state.catalog.newId(),
    apiId: api.id,
    application: name,
    tier: given.throttlingPolicy,
    state: 'UNBLOCKED',
  };
  subscriptions.set(subscription);
  const headers = { Location: `${call.base}/subscriptions/${subscription.id}` };
  return json(201, subscriptionForm(state, subscription), headers);
}

/** `apiId`, `applicationId` or both choose; only what belongs to the caller's applications is listed. */
function list(state: ApimState, call: RestCall): ApimAnswer {
  const apiId = call.query.get('apiId');
  const applicationId = call.query.get('applicationId');
  if (!apiId && !applicationId) throw badRequest('Either applicationId or apiId should be available');
  const application = applicationId ? applicationWithId(state, call.caller, applicationId).name : undefined;
  const fitting = state.catalog.subscriptions.filter(
    (each) =>
      (!apiId || each.apiId === apiId) &&
      (application === undefined || each.application === application) &&
      isVisible(state, call, each),
  );
  return pagedList(call, fitting, (each) => subscriptionForm(state, each));
}

function isVisible(state: ApimState, call: RestCall, { application: name }: Subscription): boolean {
  const application = state.applications.get(name);
  return application !== undefined && isOwn(state, call.caller, application);
}

/** @throws RestError 404 (900310), also for that of another one's application */
function subscriptionOfRoute(state: ApimState, call: RestCall): Subscription {
  const id = call.variable('subscriptionId');
  const found = state.catalog.subscriptions.get(id);
  if (found && isVisible(state, call, found)) return found;
  throw new RestError(404, 900310, 'Subscription not found', `Subscription ${id} not found`);
}

function subscriptionForm(
  state: ApimState,
  { id, apiId, application: name, tier, state: status }: Subscription,
): object {
  const application = state.applications.get(name);
  const api = state.catalog.apis.get(apiId);
  return {
    subscriptionId: id,
    applicationId: application && detailsOf(state, application).id,
    apiId,
    apiInfo: api && apiSummary(api, 1),
    applicationInfo: { name },
    throttlingPolicy: tier,
    requestedThrottlingPolicy: tier,
    status,
  };
}
