import type { ApimState } from '../state.js';
import { superTenant } from '../users.js';
import type { ApiRecord } from './catalog.js';
import type { RestCall, RestCaller } from './rest-call.js';
import { RestError } from './rest-error.js';

/** The API of a route with `{apiId}`. @throws RestError 404, 900308 */
export function apiOfRoute(state: ApimState, call: RestCall): ApiRecord {
  return apiWithId(state, call.caller, call.variable('apiId'));
}

/** An API of the caller's tenant: those of others do not exist for it. @throws RestError 404, 900308 */
export function apiWithId({ catalog }: ApimState, { tenant }: RestCaller, id: string): ApiRecord {
  const api = catalog.apis.get(id);
  if (api?.tenant === tenant) return api;
  throw new RestError(404, 900308, 'API Not Found', `Requested API with id '${id}' not found`);
}

/** What contexts of a tenant's APIs begin with; empty for `carbon.super`. */
export function tenantPrefix(tenant: string): string {
  return tenant === superTenant ? '' : `/t/${tenant}`;
}
