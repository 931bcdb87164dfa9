import { createHash } from 'node:crypto';
import type { ApimAnswer } from '../server.js';
import type { ApimState } from '../state.js';
import { apiOfRoute } from './api-lookup.js';
import type { OperationPolicy } from './catalog.js';
import type { Collection } from './collection.js';
import { pagedList } from './paged-list.js';
import { readSpecification } from './policy-specification.js';
import { partText, type RestCall } from './rest-call.js';
import { badRequest, json, RestError } from './rest-error.js';
import type { Route } from './rest-server.js';
import { zipOf } from './zip.js';

const changeOfApi = ['apim:api_create', 'apim:api_publish', 'apim:api_manage', 'apim:common_operation_policy_manage'];
const changeShared = ['apim:common_operation_policy_manage'];
const view = ['apim:api_view', 'apim:common_operation_policy_view', ...changeOfApi];

/** Where policies are: below an API, or common to all of them. */
interface Owner {
  readonly path: string;
  readonly change: readonly string[];
  readonly isApiSpecific: boolean;
  readonly policies: (call: RestCall) => Collection<OperationPolicy>;
}

/** Operation policies of v3 and v4 (gateway sheet A.5), those of an API and the common ones. */
export function operationPolicyRoutes(state: ApimState): Route[] {
  const owners: Owner[] = [
    {
      path: '/apis/{apiId}/operation-policies',
      change: changeOfApi,
      isApiSpecific: true,
      policies: (call) => apiOfRoute(state, call).operationPolicies,
    },
    {
      path: '/operation-policies',
      change: changeShared,
      isApiSpecific: false,
      policies: ({ caller }) => state.catalog.sharedPolicies(caller.tenant).operationPolicies,
    },
  ];
  const routes = owners.flatMap((owner) => routesOf(state, owner));
  return routes.map((route) => ({ ...route, versions: [3, 9] }));
}

function routesOf(state: ApimState, { path, change, isApiSpecific, policies }: Owner): Route[] {
  const one = `${path}/{policyId}`;
  const form = (policy: OperationPolicy) => policyForm(policy, isApiSpecific);
  return [
    {
      method: 'POST',
      path,
      scopes: change,
      answer: async (call) => {
        const known = policies(call);
        const policy = add(known, { id: state.catalog.newId(), ...(await readUpload(call)) });
        const list = isApiSpecific ? path.replace('{apiId}', call.variable('apiId')) : path;
        return json(201, form(policy), { Location: `${call.base}${list}/${policy.id}` });
      },
    },
    { method: 'GET', path, scopes: view, answer: (call) => list(call, policies(call), form) },
    { method: 'GET', path: one, scopes: view, answer: (call) => json(200, form(policyOfRoute(call, policies(call)))) },
    {
      method: 'DELETE',
      path: one,
      scopes: change,
      answer: (call) => {
        const known = policies(call);
        known.delete(policyOfRoute(call, known).id);
        return { status: 200 };
      },
    },
    {
      method: 'GET',
      path: `${one}/content`,
      scopes: view,
      answer: (call) => archive(policyOfRoute(call, policies(call))),
    },
  ];
}

async function readUpload(call: RestCall): Promise<Omit<OperationPolicy, 'id'>> {
  const form = await call.form();
  const given = await partText(form, 'policySpecFile');
  if (!given) throw badRequest('policySpecFile is missing.');
  const specification = readSpecification(given);
  const synapseDefinition = (await partText(form, 'synapsePolicyDefinitionFile')) || undefined;
  const ccDefinition = (await partText(form, 'ccPolicyDefinitionFile')) || undefined;
  if (!synapseDefinition && !ccDefinition) throw badRequest('synapsePolicyDefinitionFile is missing.');
  const md5 = createHash('md5')
    .update(JSON.stringify([specification, synapseDefinition, ccDefinition]))
    .digest('hex');
  return { specification, md5, synapseDefinition, ccDefinition };
}

/** @throws RestError 409, 903001 when there is one of the name and version */
function add(policies: Collection<OperationPolicy>, policy: OperationPolicy): OperationPolicy {
  const { name, version } = policy.specification;
  if (policies.all().some(({ specification }) => specification.name === name && specification.version === version)) {
    const description = `An Operation Policy with name '${name}' and version '${version}' already exists`;
    throw new RestError(409, 903001, 'The API Policy already exists.', description);
  }
  policies.set(policy);
  return policy;
}

/** `query=name:x version:v1` */
function list(
  call: RestCall,
  policies: Collection<OperationPolicy>,
  form: (policy: OperationPolicy) => object,
): ApimAnswer {
  const terms = (call.query.get('query') ?? '').split(/\s+/);
  const termOf = (member: string) => terms.find((term) => term.startsWith(`${member}:`))?.slice(member.length + 1);
  const [name, version] = [termOf('name'), termOf('version')];
  const fitting = policies.filter(
    ({ specification }) =>
      specification.name === (name ?? specification.name) &&
      specification.version === (version ?? specification.version),
  );
  return pagedList(call, fitting, form);
}

/** The files that the policy was made of, in a ZIP archive. */
function archive({ specification, synapseDefinition, ccDefinition }: OperationPolicy): ApimAnswer {
  const { name, version } = specification;
  const stem = `${name}_${version}`.replace(/[^\w.-]/g, '_');
  const document = { type: 'operation_policy_specification', version: 'v4.0.0', data: specification };
  const files = [
    { name: `${stem}/${stem}.json`, content: JSON.stringify(document, undefined, 2) },
    ...(synapseDefinition ? [{ name: `${stem}/${stem}.j2`, content: synapseDefinition }] : []),
    ...(ccDefinition ? [{ name: `${stem}/${stem}.gotmpl`, content: ccDefinition }] : []),
  ];
  const headers = { 'Content-Type': 'application/zip', 'Content-Disposition': `attachment; filename="${stem}.zip"` };
  return { status: 200, headers, body: zipOf(files) };
}

/** @throws RestError 404, 902010 */
function policyOfRoute(call: RestCall, policies: Collection<OperationPolicy>): OperationPolicy {
  const id = call.variable('policyId');
  const policy = policies.get(id);
  if (policy) return policy;
  throw new RestError(404, 902010, 'API Policy Not Found', `Requested api policy with id '${id}' not found`);
}

function policyForm({ id, specification, md5 }: OperationPolicy, isAPISpecific: boolean): object {
  const { policyAttributes = [] } = specification;
  const attributes = policyAttributes.map((attribute) =>
    attribute.type === 'Secret' ? { ...attribute, defaultValue: '' } : attribute,
  );
  return { id, ...specification, policyAttributes: attributes, md5, isAPISpecific };
}
