import { Report } from '../../errors/index.js';
import { compileJavaRegex } from '../../expressions/index.js';
import {
  type ApiDocument,
  type AttachedPolicies,
  type AttachedPolicy,
  type PolicyFlow,
  policyFlows,
} from './api-document.js';
import type { ApiRecord, Catalog, OperationPolicy } from './catalog.js';
import type { PolicyAttribute } from './policy-specification.js';
import { RestError } from './rest-error.js';

type Documented = Pick<ApiDocument, 'operations' | 'apiPolicies'>;

/**
 * An API's document; its policies' secret parameters are empty texts. Of a policy that was deleted nobody knows which they
 * are: all count as secret.
 */
export function maskPolicies(api: ApiRecord): ApiDocument {
  return mapPolicies(api.document, (attached) => {
    const policy = api.operationPolicies.get(attached.policyId ?? '');
    const secrets = policy && secretsOf(policy);
    const parameters = Object.entries(attached.parameters ?? {}).map(
      ([name, value]) => [name, !secrets || secrets.has(name) ? '' : value] as const,
    );
    return { ...attached, parameters: Object.fromEntries(parameters) };
  });
}

/**
 * Checks the policies that a document attaches (gateway sheet A.5), makes those that are common the API's own, as later
 * changes of the common ones are none of the API, and keeps secrets that come back empty.
 * @param before what the API was; undefined for a new one
 * @throws RestError 400 for an unknown policy, a wrong flow, and parameters that are missing or do not fit
 */
export function attachPolicies<T extends Documented>(
  document: T,
  api: Pick<ApiRecord, 'operationPolicies' | 'tenant'>,
  before: Documented | undefined,
  catalog: Catalog,
): T {
  return mapPolicies(document, (attached, flow, place) => {
    const policy = ownPolicy(findPolicy(attached, api, catalog), api, catalog);
    if (!policy.specification.applicableFlows.includes(flow)) {
      const description = `${policy.specification.name} policy is not allowed in ${flow} flow`;
      throw new RestError(400, 902008, 'API policy is not allowed in the applied flow', description);
    }
    const parameters = new Map(Object.entries(attached.parameters ?? {}));
    const old = new Map(Object.entries(previous(before, policy.id, flow, place) ?? {}));
    for (const name of secretsOf(policy)) {
      if (isEmpty(parameters.get(name)) && old.has(name)) parameters.set(name, old.get(name));
    }
    checkParameters(policy, parameters);
    const { name: policyName, version: policyVersion } = policy.specification;
    return { ...attached, policyName, policyVersion, policyId: policy.id, parameters: Object.fromEntries(parameters) };
  });
}

/** Where a policy stands: the operation (`''` for the whole API), and the how-manieth of its flow. */
interface AttachedPlace {
  readonly operation: string;
  readonly index: number;
}

function mapPolicies<T extends Documented>(
  document: T,
  change: (attached: AttachedPolicy, flow: PolicyFlow, place: AttachedPlace) => AttachedPolicy,
): T {
  const mapFlows = (policies: AttachedPolicies, operation: string): AttachedPolicies =>
    Object.fromEntries(
      policyFlows.flatMap((flow) => {
        const attached = policies[flow];
        return attached ? [[flow, attached.map((each, index) => change(each, flow, { operation, index }))]] : [];
      }),
    );
  const { apiPolicies, operations } = document;
  return {
    ...document,
    ...(apiPolicies ? { apiPolicies: mapFlows(apiPolicies, '') } : {}),
    operations: operations.map(({ operationPolicies, ...operation }) =>
      operationPolicies
        ? { ...operation, operationPolicies: mapFlows(operationPolicies, operationName(operation)) }
        : operation,
    ),
  };
}

function operationName({ verb, target }: { readonly verb: string; readonly target: string }): string {
  return `${verb} ${target}`;
}

/** Parameters of the same policy at the same place, before. */
function previous(
  before: Documented | undefined,
  policyId: string,
  flow: PolicyFlow,
  { operation, index }: AttachedPlace,
): AttachedPolicy['parameters'] {
  const policies =
    operation === ''
      ? before?.apiPolicies
      : before?.operations.find((each) => operationName(each) === operation)?.operationPolicies;
  const attached = policies?.[flow] ?? [];
  const same =
    attached[index]?.policyId === policyId ? attached[index] : attached.find((each) => each.policyId === policyId);
  return same?.parameters;
}

function findPolicy(
  { policyId, policyName, policyVersion }: AttachedPolicy,
  { operationPolicies, tenant }: Pick<ApiRecord, 'operationPolicies' | 'tenant'>,
  catalog: Catalog,
): OperationPolicy {
  const known = [operationPolicies, catalog.sharedPolicies(tenant).operationPolicies];
  for (const policies of known) {
    const found = policyId
      ? policies.get(policyId)
      : policies
          .all()
          .find(
            ({ specification: { name, version } }) => name === policyName && version === (policyVersion ?? version),
          );
    if (found) return found;
  }
  throw new RestError(400, 902005, 'Cannot find the selected api policy', 'Selected api policy is not found');
}

function ownPolicy(
  policy: OperationPolicy,
  { operationPolicies }: Pick<ApiRecord, 'operationPolicies'>,
  catalog: Catalog,
): OperationPolicy {
  if (operationPolicies.get(policy.id)) return policy;
  const { name, version } = policy.specification;
  const copied = operationPolicies
    .all()
    .find(
      ({ md5, specification }) =>
        md5 === policy.md5 && specification.name === name && specification.version === version,
    );
  if (copied) return copied;
  const copy = { ...policy, id: catalog.newId() };
  operationPolicies.set(copy);
  return copy;
}

function secretsOf({ specification }: OperationPolicy): ReadonlySet<string> {
  const attributes = specification.policyAttributes ?? [];
  return new Set(attributes.filter(({ type }) => type === 'Secret').map(({ name }) => name));
}

function checkParameters({ specification }: OperationPolicy, parameters: ReadonlyMap<string, unknown>): void {
  const { policyAttributes = [], name } = specification;
  const missing = policyAttributes.filter(
    (attribute) => attribute.required && isEmpty(parameters.get(attribute.name)) && isEmpty(attribute.defaultValue),
  );
  if (missing.length > 0) {
    const names = missing.map((attribute) => attribute.name).join(', ');
    const description = `Required attributes(s) ${names} for api policy specification ${name} are either missing or empty`;
    throw new RestError(400, 902009, 'Missing mandatory api policy attribute', description);
  }
  for (const attribute of policyAttributes) {
    const value = parameters.get(attribute.name);
    if (!isEmpty(value) && !suits(value, attribute)) {
      const description = `Invalid value provided for the operation policy parameter ${attribute.name}`;
      throw new RestError(400, 903212, 'Invalid operation policy parameters', description);
    }
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function suits(value: unknown, { type, allowedValues, validationRegex }: PolicyAttribute): boolean {
  const text = String(value);
  if (type === 'Boolean' && text !== 'true' && text !== 'false') return false;
  if (type === 'Integer' && !/^-?\d+$/.test(text)) return false;
  if (type === 'Enum' && allowedValues && !allowedValues.includes(text)) return false;
  return !validationRegex || typeof value !== 'string' || matchesWhole(validationRegex, value);
}

/** A pattern that cannot be run refuses nothing: whoever wrote the policy is not whom the answer reaches. */
function matchesWhole(pattern: string, text: string): boolean {
  const place = { file: 'validationRegex', line: 1, column: 1 };
  return compileJavaRegex(pattern, { place: () => place, report: new Report() })?.matches(text) ?? true;
}
