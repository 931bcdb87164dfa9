import type { ApimAnswer } from '../server.js';
import type { ApimState } from '../state.js';
import { apiOfRoute, apiWithId } from './api-lookup.js';
import type { ApiRecord } from './catalog.js';
import { refuseClash, serveState, servesSaved } from './gateway-deployment.js';
import {
  checkItemsOf,
  deprecateOld,
  type LifecycleState,
  requireResubscription,
  transitions,
} from './lifecycle-states.js';
import type { RestCall } from './rest-call.js';
import { json, RestError } from './rest-error.js';
import type { Route } from './rest-server.js';

const change = ['apim:api_publish', 'apim:api_manage'];
const view = ['apim:api_view', 'apim:api_create', ...change];

/** The life cycle of APIs (gateway sheet A.5). */
export function lifecycleRoutes(state: ApimState): Route[] {
  return [
    { method: 'POST', path: '/apis/change-lifecycle', scopes: change, answer: (call) => changeState(state, call) },
    {
      method: 'GET',
      path: '/apis/{apiId}/lifecycle-state',
      scopes: view,
      answer: (call) => json(200, stateForm(apiOfRoute(state, call))),
    },
    {
      method: 'GET',
      path: '/apis/{apiId}/lifecycle-history',
      scopes: view,
      answer: (call) => json(200, historyForm(apiOfRoute(state, call))),
    },
  ];
}

function changeState(state: ApimState, call: RestCall): ApimAnswer {
  const api = apiWithId(state, call.caller, call.required('apiId'));
  const action = call.required('action');
  const offered = transitions[api.state];
  const transition = offered.find(({ event }) => event === action);
  if (!transition) {
    const allowed = offered.map(({ event }) => event).join(', ');
    const description = `Lifecycle state change action ${action} is not allowed for this API. Allowed actions are [${allowed}]`;
    throw new RestError(400, 903234, 'Unsupported state change action', description);
  }
  if (transition.targetState === 'Published') refuseUnfit(api);
  if (servesSaved(state)) refuseClash(state, api);
  const checked = readChecklist(call.query.get('lifecycleChecklist') ?? '');
  const { user } = call.caller;
  if (action === 'Publish') {
    if (checked.has(deprecateOld)) deprecateOthers(state, api, user);
    if (!checked.has(requireResubscription)) inheritSubscriptions(state, api);
  }
  enter(state, api, transition.targetState, user);
  if (call.version === 0) return { status: 200 };
  return json(200, { workflowStatus: 'APPROVED', lifecycleState: stateForm(api) });
}

/** @throws RestError 400 for an API that nobody could subscribe to or that leads nowhere */
function refuseUnfit({ id, document: { policies = [], endpointConfig, endpointImplementationType } }: ApiRecord): void {
  const failed = 'Failed to publish service to API store.';
  if (policies.length === 0) {
    const message = `${failed} No Tiers selected`;
    throw new RestError(400, 903224, message, `${message} for API with UUID ${id}`);
  }
  const isMocked = endpointImplementationType === 'INLINE' || endpointImplementationType === 'MOCKED_OAS';
  if (!endpointConfig && !isMocked) {
    const message = `${failed} No endpoint selected`;
    throw new RestError(400, 903223, message, `${message} for API with UUID ${id}`);
  }
}

function enter(state: ApimState, api: ApiRecord, postState: LifecycleState, user: string): void {
  const at = state.clock.now();
  api.history = [...api.history, { previousState: api.state, postState, user, at }].slice(-longestHistory);
  api.state = postState;
  api.updatedAt = at;
  serveState(state, api);
}

/** Older steps are forgotten. */
const longestHistory = 1000;

/** `name:true,name:false` */
function readChecklist(text: string): ReadonlySet<string> {
  const items = text.split(',').map((item) => item.trim());
  return new Set(items.filter((item) => item.endsWith(':true')).map((item) => item.slice(0, -':true'.length)));
}

/** Versions of the API that came before it. */
function earlierVersions({ catalog }: ApimState, api: ApiRecord): ApiRecord[] {
  const all = catalog.apis.all();
  return all
    .slice(0, all.indexOf(api))
    .filter(({ tenant, document }) => tenant === api.tenant && document.name === api.document.name);
}

function deprecateOthers(state: ApimState, api: ApiRecord, user: string): void {
  for (const earlier of earlierVersions(state, api)) {
    if (earlier.state === 'Published') enter(state, earlier, 'Deprecated', user);
  }
}

/** Who subscribes to an earlier version subscribes to this one. */
function inheritSubscriptions(state: ApimState, api: ApiRecord): void {
  const { subscriptions } = state.catalog;
  const earlier = new Set(earlierVersions(state, api).map(({ id }) => id));
  const known = new Set(subscriptions.filter(({ apiId }) => apiId === api.id).map(({ application }) => application));
  for (const subscription of subscriptions.filter(({ apiId }) => earlier.has(apiId))) {
    if (known.has(subscription.application)) continue;
    known.add(subscription.application);
    subscriptions.set({ ...subscription, id: state.catalog.newId(), apiId: api.id });
  }
}

function stateForm(api: ApiRecord): object {
  return {
    state: api.state,
    availableTransitions: transitions[api.state],
    checkItems: checkItemsOf(api.state).map((name) => ({ name, value: false, requiredStates: [] })),
  };
}

function historyForm({ history }: ApiRecord): object {
  const list = history.map(({ previousState, postState, user, at }) => ({
    previousState,
    postState,
    user,
    updatedTime: new Date(at).toISOString(),
  }));
  return { count: list.length, list };
}
