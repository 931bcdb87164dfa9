import type { ApimAnswer } from '../server.js';
import type { ApplicationSetup } from '../setup.js';
import type { ApimState } from '../state.js';
import type { ApplicationDetails } from './catalog.js';
import { pagedList } from './paged-list.js';
import { documentReader, type RestCall, type RestCaller } from './rest-call.js';
import { badRequest, conflict, forbidden, json, RestError } from './rest-error.js';
import type { Route } from './rest-server.js';
import { refuseUnknownTiers } from './tiers.js';

/** Who may work with applications and their keys. */
export const applicationScopes = ['apim:subscribe', 'apim:app_manage'];

/** Applications of subscribers (gateway sheet B.7). */
export function applicationRoutes(state: ApimState): Route[] {
  const scopes = applicationScopes;
  return [
    { method: 'POST', path: '/applications', scopes, answer: (call) => create(state, call) },
    { method: 'GET', path: '/applications', scopes, answer: (call) => list(state, call) },
    {
      method: 'GET',
      path: '/applications/{applicationId}',
      scopes,
      answer: (call) => json(200, applicationForm(state, applicationOfRoute(state, call))),
    },
    { method: 'PUT', path: '/applications/{applicationId}', scopes, answer: (call) => update(state, call) },
    { method: 'DELETE', path: '/applications/{applicationId}', scopes, answer: (call) => remove(state, call) },
  ];
}

interface GivenApplication {
  readonly name: string;
  readonly throttlingPolicy: string;
  readonly description?: string;
  readonly tokenType?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

const properties = {
  name: { type: 'string', maxLength: 100 },
  throttlingPolicy: { type: 'string' },
  description: { type: 'string', maxLength: 512 },
  tokenType: { enum: ['OAUTH', 'JWT'] },
  attributes: { type: 'object', additionalProperties: { type: 'string' }, maxProperties: 100 },
};
const readDocument = documentReader<GivenApplication>({ properties, required: ['name', 'throttlingPolicy'] });

function readApplication(state: ApimState, data: unknown): GivenApplication {
  const given = readDocument(data);
  const limits = { name: 100, throttlingPolicy: 2 ** 31 - 1 } as const;
  const details = (['name', 'throttlingPolicy'] as const)
    .filter((member) => given[member].trim() === '')
    .map((member) => ({
      code: `400_${member}`,
      message: `${member}: size must be between 1 and ${limits[member]}`,
    }));
  if (details.length > 0) throw badRequest('Validation Error', details);
  refuseUnknownTiers(state, 'application', [given.throttlingPolicy]);
  return given;
}

function create(state: ApimState, call: RestCall): ApimAnswer {
  const { applications, catalog, clock } = state;
  const { name, throttlingPolicy: tier, ...given } = readApplication(state, call.json());
  refuseTakenName(state, name);
  const id = catalog.newId();
  const now = clock.now();
  catalog.applications.set({ ...blankDetails(id, now), ...given });
  const application = { id, name, owner: call.caller.user, tier };
  applications.add(application);
  return json(201, applicationForm(state, application), { Location: `${call.base}/applications/${id}` });
}

/**
 * Tokens and subscriptions name their application, so that there is one of a name, whoever it belongs to.
 * @throws RestError 409
 */
function refuseTakenName({ applications }: ApimState, name: string): void {
  if (applications.get(name)) throw conflict(`An application already exists with name ${name}`);
}

function update(state: ApimState, call: RestCall): ApimAnswer {
  const { catalog, applications, clock } = state;
  const before = applicationOfRoute(state, call);
  const { name, throttlingPolicy: tier, ...given } = readApplication(state, call.json());
  if (name !== before.name) refuseTakenName(state, name);
  const application = { ...before, id: before.id ?? before.name, name, tier };
  const details = detailsOf(state, before);
  catalog.applications.set({ ...details, ...given, updatedAt: clock.now() });
  if (name !== before.name) rename(state, before.name, name);
  applications.add(application);
  return json(200, applicationForm(state, application));
}

/** What names the application goes on to do so. */
function rename({ applications, catalog, tokens }: ApimState, before: string, name: string): void {
  applications.remove(before);
  const { subscriptions, apiKeys } = catalog;
  for (const each of subscriptions.filter(({ application }) => application === before)) {
    subscriptions.set({ ...each, application: name });
  }
  for (const each of apiKeys.filter(({ application }) => application === before)) {
    apiKeys.set({ ...each, application: name });
  }
  for (const token of [...tokens.all()]) {
    if (token.application === before) tokens.add({ ...token, application: name });
  }
}

/** Its keys, tokens and subscriptions go with it. */
function remove(state: ApimState, call: RestCall): ApimAnswer {
  const { applications, catalog, tokens } = state;
  const { id, name } = applicationOfRoute(state, call);
  const { subscriptions, apiKeys } = catalog;
  for (const each of subscriptions.filter(({ application }) => application === name)) subscriptions.delete(each.id);
  for (const each of apiKeys.filter(({ application }) => application === name)) apiKeys.delete(each.id);
  for (const token of tokens.all()) if (token.application === name) token.state = 'REVOKED';
  applications.remove(name);
  catalog.applications.delete(id ?? name);
  return { status: 200 };
}

/** `query` is a part of the name. */
function list(state: ApimState, call: RestCall): ApimAnswer {
  const query = (call.query.get('query') ?? '').toLowerCase();
  const own = [...state.applications.all()].filter(
    (application) => isOwn(state, call.caller, application) && application.name.toLowerCase().includes(query),
  );
  return pagedList(call, own, (application) => applicationForm(state, application));
}

/** The application of a route with `{applicationId}`. @throws RestError 404 (900307), 403 for that of another one */
export function applicationOfRoute(state: ApimState, call: RestCall): ApplicationSetup {
  return applicationWithId(state, call.caller, call.variable('applicationId'));
}

/** @throws RestError 404 (900307), 403 for that of another one */
export function applicationWithId(state: ApimState, caller: RestCaller, wanted: string): ApplicationSetup {
  const found = [...state.applications.all()].find(({ id, name }) => (id ?? name) === wanted);
  if (!found) throw new RestError(404, 900307, 'Application not found', `Application ${wanted} not found`);
  if (!isOwn(state, caller, found)) throw forbidden('You do not have permission to access the application.');
  return found;
}

/** Whether an application belongs to the caller. */
export function isOwn({ users }: ApimState, { user }: RestCaller, { owner }: ApplicationSetup): boolean {
  const [one, other] = [users.parse(user), users.parse(owner)];
  return (
    one.store === other.store && one.tenant === other.tenant && one.name.toLowerCase() === other.name.toLowerCase()
  );
}

/** What is kept of an application beside its setup; made up for one that was not made here. */
export function detailsOf({ catalog, clock }: ApimState, { id, name }: ApplicationSetup): ApplicationDetails {
  return catalog.applications.get(id ?? name) ?? blankDetails(id ?? name, clock.now());
}

function blankDetails(id: string, now: number): ApplicationDetails {
  return { id, description: '', tokenType: 'JWT', attributes: {}, createdAt: now, updatedAt: now, keys: {} };
}

function applicationForm(state: ApimState, application: ApplicationSetup): object {
  const { name, owner, tier = 'Unlimited' } = application;
  const { id, description, tokenType, attributes, createdAt, updatedAt } = detailsOf(state, application);
  return {
    applicationId: id,
    name,
    owner,
    throttlingPolicy: tier,
    description,
    tokenType,
    attributes,
    status: 'APPROVED',
    groups: [],
    subscriptionCount: state.catalog.subscriptions.filter((each) => each.application === name).length,
    createdTime: String(createdAt),
    updatedTime: String(updatedAt),
  };
}
