import type { ApimAnswer } from '../server.js';
import type { ApimState } from '../state.js';
import { apiOfRoute } from './api-lookup.js';
import type { MediationPolicy } from './catalog.js';
import type { Collection } from './collection.js';
import { pagedList } from './paged-list.js';
import { documentReader, partText, type RestCall } from './rest-call.js';
import { badRequest, json, notFound, RestError } from './rest-error.js';
import type { Route } from './rest-server.js';
import { readSequence, shownFileName } from './sequence-file.js';

const changeOfApi = ['apim:api_create', 'apim:api_manage', 'apim:api_mediation_policy_manage'];
const changeShared = [
  'apim:mediation_policy_create',
  'apim:mediation_policy_manage',
  'apim:common_operation_policy_manage',
];
const view = [
  ...['apim:api_view', 'apim:api_publish', 'apim:mediation_policy_view', 'apim:api_mediation_policy_view'],
  ...changeOfApi,
  ...changeShared,
];

/** Where policies are: below an API, or beside all of them. */
interface Owner {
  readonly path: string;
  readonly change: readonly string[];
  readonly policies: (call: RestCall) => Collection<MediationPolicy>;
}

/**
 * Sequence files that publishers upload (gateway sheet A.5): `/policies/mediation` with JSON in v0.x,
 * `/mediation-policies` with files in v1 and v2; those of an API, and those that all may use.
 */
export function mediationPolicyRoutes(state: ApimState): Route[] {
  const owners: Owner[] = [
    { path: '/apis/{apiId}', change: changeOfApi, policies: (call) => apiOfRoute(state, call).mediationPolicies },
    {
      path: '',
      change: changeShared,
      policies: ({ caller }) => state.catalog.sharedPolicies(caller.tenant).mediationPolicies,
    },
  ];
  return owners.flatMap((owner) => [...documentRoutes(state, owner), ...fileRoutes(state, owner)]);
}

/** v0.x */
function documentRoutes(state: ApimState, { path, change, policies }: Owner): Route[] {
  const versions = [0, 0] as const;
  const list = `${path}/policies/mediation`;
  const save = (call: RestCall, id: string, status: number) => {
    const { config, type } = readDocument(call.json());
    const name = readSequence(config, 'config', state.compile);
    const policy = store(policies(call), { id, name, type, config });
    return json(status, policy, status === 201 ? locationOf(call, list, id) : {});
  };
  return [
    { method: 'GET', path: list, scopes: view, versions, answer: (call) => listOf(call, policies(call)) },
    { method: 'POST', path: list, scopes: change, versions, answer: (call) => save(call, state.catalog.newId(), 201) },
    {
      method: 'GET',
      path: `${list}/{policyId}`,
      scopes: view,
      versions,
      answer: (call) => json(200, policyOfRoute(call, policies(call))),
    },
    {
      method: 'PUT',
      path: `${list}/{policyId}`,
      scopes: change,
      versions,
      answer: (call) => save(call, policyOfRoute(call, policies(call)).id, 200),
    },
    {
      method: 'DELETE',
      path: `${list}/{policyId}`,
      scopes: change,
      versions,
      answer: (call) => remove(call, policies(call)),
    },
  ];
}

const readDocument = documentReader<Pick<MediationPolicy, 'config' | 'type'>>({
  properties: { name: { type: 'string' }, type: { enum: ['in', 'out', 'fault'] }, config: { type: 'string' } },
  required: ['type', 'config'],
});

/** v1 and v2 */
function fileRoutes(state: ApimState, { path, change, policies }: Owner): Route[] {
  const versions = [1, 2] as const;
  const list = `${path}/mediation-policies`;
  const one = `${list}/{policyId}`;
  return [
    { method: 'GET', path: list, scopes: view, versions, answer: (call) => listOf(call, policies(call)) },
    {
      method: 'POST',
      path: list,
      scopes: change,
      versions,
      answer: async (call) => {
        const known = policies(call);
        const form = await call.form();
        const given = await readUpload(state, form);
        const type = readType(await partText(form, 'type'));
        const policy = store(known, { id: state.catalog.newId(), type, ...given });
        return json(201, summary(policy), locationOf(call, list, policy.id));
      },
    },
    {
      method: 'GET',
      path: one,
      scopes: view,
      versions,
      answer: (call) => json(200, policyOfRoute(call, policies(call))),
    },
    { method: 'DELETE', path: one, scopes: change, versions, answer: (call) => remove(call, policies(call)) },
    {
      method: 'GET',
      path: `${one}/content`,
      scopes: view,
      versions,
      answer: (call) => {
        const { name, config } = policyOfRoute(call, policies(call));
        const disposition = `attachment; filename="${name.replace(/[^\w.-]/g, '_')}.xml"`;
        return {
          status: 200,
          headers: { 'Content-Type': 'application/xml', 'Content-Disposition': disposition },
          body: config,
        };
      },
    },
    {
      method: 'PUT',
      path: `${one}/content`,
      scopes: change,
      versions,
      answer: async (call) => {
        const known = policies(call);
        const { id, type: before } = policyOfRoute(call, known);
        const form = await call.form();
        const type = readType((await partText(form, 'type')) ?? before);
        return json(200, summary(store(known, { id, type, ...(await readUpload(state, form)) })));
      },
    },
  ];
}

/** The file or the text in a form. @throws RestError 400 for both and for none */
async function readUpload(state: ApimState, form: FormData): Promise<Pick<MediationPolicy, 'name' | 'config'>> {
  const file = await partText(form, 'mediationPolicyFile');
  const inline = await partText(form, 'inlineContent');
  if (file && inline) throw badRequest('mediationPolicyFile and inlineContent cannot both be given.');
  const config = file || inline;
  if (!config) throw badRequest('mediationPolicyFile or inlineContent must be given.');
  const shown = file ? shownFileName(form.get('mediationPolicyFile'), 'mediationPolicyFile') : 'inlineContent';
  return { name: readSequence(config, shown, state.compile), config };
}

function readType(text = 'in'): MediationPolicy['type'] {
  const type = text.trim().toLowerCase();
  if (type === 'in' || type === 'out' || type === 'fault') return type;
  throw badRequest('The type must be in, out or fault.');
}

/** @throws RestError 409, 901800 when another policy of the flow has the name */
function store(policies: Collection<MediationPolicy>, policy: MediationPolicy): MediationPolicy {
  const same = policies
    .all()
    .find(({ id, name, type }) => id !== policy.id && name === policy.name && type === policy.type);
  if (same) {
    const description = 'A mediation policy with the given name is already attached to the API';
    throw new RestError(409, 901800, 'Mediation Policy Already Exists', description);
  }
  policies.set(policy);
  return policy;
}

function remove(call: RestCall, policies: Collection<MediationPolicy>): ApimAnswer {
  policies.delete(policyOfRoute(call, policies).id);
  return { status: 200 };
}

function policyOfRoute(call: RestCall, policies: Collection<MediationPolicy>): MediationPolicy {
  const id = call.variable('policyId');
  const policy = policies.get(id);
  if (!policy) throw notFound(`The mediation policy with id ${id} is not there.`);
  return policy;
}

function listOf(call: RestCall, policies: Collection<MediationPolicy>): ApimAnswer {
  return pagedList(call, policies.all(), summary);
}

function summary({ id, name, type }: MediationPolicy): object {
  return { id, name, type };
}

function locationOf(call: RestCall, path: string, id: string): Record<string, string> {
  const list = path.includes('{apiId}') ? path.replace('{apiId}', call.variable('apiId')) : path;
  return { Location: `${call.base}${list}/${id}` };
}
