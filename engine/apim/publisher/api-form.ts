import { maskPolicies } from './attached-policies.js';
import type { ApiRecord } from './catalog.js';
import { maskEndpoint } from './endpoint-secrets.js';
import { statusName } from './lifecycle-states.js';

/** An API as it is answered: without its secrets. @param version of the REST API; v0.x calls some members otherwise */
export function apiForm(api: ApiRecord, version: number): object {
  const { id, createdAt, updatedAt, state } = api;
  const { endpointConfig, policies, ...document } = maskPolicies(api);
  const endpoint = endpointConfig && maskEndpoint(endpointConfig);
  if (version === 0) {
    return { id, ...document, tiers: policies, status: statusName(state), endpointConfig: JSON.stringify(endpoint) };
  }
  return {
    id,
    ...document,
    policies,
    endpointConfig: endpoint,
    lifeCycleStatus: statusName(state),
    hasThumbnail: false,
    isRevision: false,
    revisionedApiId: null,
    createdTime: String(createdAt),
    lastUpdatedTime: new Date(updatedAt).toISOString(),
    lastUpdatedTimestamp: String(updatedAt),
  };
}

/** An API as lists have it. */
export function apiSummary({ id, document, state }: ApiRecord, version: number): object {
  const { name, description, context, version: apiVersion, provider, type } = document;
  const status = version === 0 ? { status: statusName(state) } : { lifeCycleStatus: statusName(state) };
  return { id, name, description, context, version: apiVersion, provider, type, ...status };
}
