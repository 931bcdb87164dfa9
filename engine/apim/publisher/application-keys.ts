import { randomBytes, randomUUID } from 'node:crypto';
import type { ApimAnswer } from '../server.js';
import type { ApplicationKeySetup, ApplicationSetup, KeyType } from '../setup.js';
import type { ApimState } from '../state.js';
import { sameSecret } from '../users.js';
import { applicationOfRoute, applicationScopes, detailsOf } from './applications.js';
import type { KeyMapping } from './catalog.js';
import { documentReader, type RestCall } from './rest-call.js';
import { badRequest, json, notFound, RestError } from './rest-error.js';
import type { Route } from './rest-server.js';

const keyTypes = ['PRODUCTION', 'SANDBOX'] as const;

/** OAuth2 keys of applications (gateway sheet B.7). */
export function applicationKeyRoutes(state: ApimState): Route[] {
  const under = '/applications/{applicationId}';
  const one = `${under}/oauth-keys/{keyMappingId}`;
  const routes: Omit<Route, 'scopes'>[] = [
    { method: 'POST', path: `${under}/generate-keys`, answer: (call) => generate(state, call) },
    { method: 'POST', path: `${under}/map-keys`, answer: (call) => map(state, call) },
    { method: 'GET', path: `${under}/oauth-keys`, answer: (call) => list(state, call) },
    { method: 'GET', path: one, answer: (call) => json(200, keyForm(slotOfRoute(state, call))) },
    { method: 'PUT', path: one, answer: (call) => update(state, call) },
    { method: 'POST', path: `${one}/regenerate-secret`, answer: (call) => regenerate(state, call) },
    { method: 'POST', path: `${one}/generate-token`, answer: (call) => generateToken(state, call) },
    { method: 'POST', path: `${one}/clean-up`, answer: (call) => cleanUp(state, call) },
  ];
  return routes.map((route) => ({ ...route, scopes: applicationScopes }));
}

/** The keys of one type that an application has. */
interface KeySlot {
  readonly application: ApplicationSetup;
  readonly keyType: KeyType;
  readonly keys: ApplicationKeySetup;
  readonly mapping: KeyMapping;
}

const texts = { type: 'array', items: { type: 'string', minLength: 1 }, maxItems: 100 };
const validity = { type: ['integer', 'string'], pattern: '^-?\\d{1,10}$' };

interface GivenKeys {
  readonly keyType: KeyType;
  readonly grantTypesToBeSupported: readonly string[];
  readonly callbackUrl?: string;
  readonly validityTime?: number | string;
  readonly scopes?: readonly string[];
  readonly additionalProperties?: Readonly<Record<string, unknown>>;
}

const readGeneration = documentReader<GivenKeys>({
  properties: {
    keyType: { enum: keyTypes },
    grantTypesToBeSupported: texts,
    callbackUrl: { type: 'string', maxLength: 2048 },
    validityTime: validity,
    scopes: texts,
    additionalProperties: { type: 'object', maxProperties: 100 },
  },
  required: ['keyType', 'grantTypesToBeSupported'],
});

function generate(state: ApimState, call: RestCall): ApimAnswer {
  const application = applicationOfRoute(state, call);
  const given = readGeneration(call.json());
  const { keyType, grantTypesToBeSupported: grantTypes, callbackUrl = '', additionalProperties = {} } = given;
  refuseMissingCallback(grantTypes, callbackUrl);
  const keys = { consumerKey: newSecret(), consumerSecret: newSecret(), grantTypes, callbackUrl };
  const mapping: KeyMapping = { id: state.catalog.newId(), mode: 'CREATED', additionalProperties };
  const slot = fill(state, { application, keyType, keys, mapping });
  const token = grantTypes.includes('client_credentials')
    ? issueToken(state, slot, Number(given.validityTime ?? defaultValidity), given.scopes)
    : null;
  return json(200, { ...keyForm(slot), consumerSecret: keys.consumerSecret, token });
}

/** @throws RestError 400 for grants that lead back to the application when nobody knows where that is */
function refuseMissingCallback(grantTypes: readonly string[], callbackUrl: string): void {
  const redirects = grantTypes.includes('authorization_code') || grantTypes.includes('implicit');
  if (!redirects || callbackUrl.trim() !== '') return;
  const description =
    'The callback url must have at least one URI value when using Authorization code or implicit grant types.';
  throw badRequest(description);
}

const readMapping = documentReader<ApplicationKeySetup & { readonly keyType: KeyType }>({
  properties: {
    consumerKey: { type: 'string', minLength: 1, maxLength: 512 },
    consumerSecret: { type: 'string', minLength: 1, maxLength: 512 },
    keyType: { enum: keyTypes },
  },
  required: ['consumerKey', 'consumerSecret', 'keyType'],
});

/** Keys that the application got elsewhere. */
function map(state: ApimState, call: RestCall): ApimAnswer {
  const application = applicationOfRoute(state, call);
  const { keyType, ...keys } = readMapping(call.json());
  const mapping: KeyMapping = { id: state.catalog.newId(), mode: 'MAPPED', additionalProperties: {} };
  return json(200, keyForm(fill(state, { application, keyType, keys, mapping })));
}

/** @throws RestError 409, 901409 when the application has such keys, or another one has this key */
function fill(state: ApimState, slot: KeySlot): KeySlot {
  const { application, keyType, keys } = slot;
  if (application.keys?.[keyType] || state.applications.client(keys.consumerKey)) {
    const description = `Key Mappings already exists for application ${application.name}`;
    throw new RestError(409, 901409, 'Key Mappings already exists', description);
  }
  return save(state, slot);
}

function save(state: ApimState, slot: KeySlot): KeySlot {
  const { application, keyType, keys, mapping } = slot;
  const details = detailsOf(state, application);
  state.catalog.applications.set({ ...details, keys: { ...details.keys, [keyType]: mapping } });
  const changed = { ...application, keys: { ...application.keys, [keyType]: keys } };
  state.applications.add(changed);
  return { ...slot, application: changed };
}

function list(state: ApimState, call: RestCall): ApimAnswer {
  const forms = slotsOf(state, applicationOfRoute(state, call)).map(keyForm);
  return json(200, { count: forms.length, list: forms });
}

interface GivenChange {
  readonly supportedGrantTypes?: readonly string[];
  readonly callbackUrl?: string;
  readonly additionalProperties?: Readonly<Record<string, unknown>>;
}

const readChange = documentReader<GivenChange>({
  properties: {
    supportedGrantTypes: texts,
    callbackUrl: { type: 'string', maxLength: 2048 },
    additionalProperties: { type: 'object', maxProperties: 100 },
  },
});

function update(state: ApimState, call: RestCall): ApimAnswer {
  const slot = slotOfRoute(state, call);
  const given = readChange(call.json());
  const grantTypes = given.supportedGrantTypes ?? slot.keys.grantTypes ?? [];
  const callbackUrl = given.callbackUrl ?? slot.keys.callbackUrl ?? '';
  refuseMissingCallback(grantTypes, callbackUrl);
  const additionalProperties = given.additionalProperties ?? slot.mapping.additionalProperties;
  const changed = {
    ...slot,
    keys: { ...slot.keys, grantTypes, callbackUrl },
    mapping: { ...slot.mapping, additionalProperties },
  };
  return json(200, keyForm(save(state, changed)));
}

function regenerate(state: ApimState, call: RestCall): ApimAnswer {
  const slot = slotOfRoute(state, call);
  const consumerSecret = newSecret();
  save(state, { ...slot, keys: { ...slot.keys, consumerSecret } });
  return json(200, { consumerKey: slot.keys.consumerKey, consumerSecret });
}

interface GivenTokenRequest {
  readonly consumerSecret?: string;
  /** In seconds; negative = for ever. */
  readonly validityPeriod?: number | string;
  readonly scopes?: readonly string[];
}

const readTokenRequest = documentReader<GivenTokenRequest>({
  properties: { consumerSecret: { type: 'string' }, validityPeriod: validity, scopes: texts },
});

/** A token of the application itself, for whoever knows its secret. */
function generateToken(state: ApimState, call: RestCall): ApimAnswer {
  const slot = slotOfRoute(state, call);
  const given = readTokenRequest(call.json());
  if (!sameSecret(given.consumerSecret ?? '', slot.keys.consumerSecret)) {
    throw badRequest('The consumer secret is not that of the application.');
  }
  return json(200, issueToken(state, slot, Number(given.validityPeriod ?? defaultValidity), given.scopes));
}

/** The keys go, and the tokens that they led to. */
function cleanUp(state: ApimState, call: RestCall): ApimAnswer {
  const { application, keyType, keys } = slotOfRoute(state, call);
  const details = detailsOf(state, application);
  const { [keyType]: _mapping, ...mappings } = details.keys;
  const { [keyType]: _keys, ...others } = application.keys ?? {};
  state.catalog.applications.set({ ...details, keys: mappings });
  state.applications.add({ ...application, keys: others });
  for (const token of state.tokens.all()) if (token.consumerKey === keys.consumerKey) token.state = 'REVOKED';
  return { status: 200 };
}

/** In seconds. */
const defaultValidity = 3600;

/** Scopes of the product's own REST APIs: no application gets them by asking. */
const managementScope = /^(?:apim|service_catalog):|^internal_|^SYSTEM$/;

/** @param validityTime in seconds; negative = for ever */
function issueToken(
  { clock, tokens }: ApimState,
  { application, keyType, keys }: KeySlot,
  validityTime: number,
  asked: readonly string[] = ['default'],
): object {
  const scopes = ['am_application_scope', ...asked.filter((scope) => !managementScope.test(scope))];
  const value = randomUUID();
  const issuedAt = clock.now();
  tokens.add({
    value,
    format: 'opaque',
    application: application.name,
    keyType,
    consumerKey: keys.consumerKey,
    user: application.owner,
    userType: 'APPLICATION',
    scopes,
    grant: 'client_credentials',
    issuedAt,
    expiresAt: validityTime < 0 ? undefined : issuedAt + validityTime * 1000,
    state: 'ACTIVE',
  });
  return { accessToken: value, tokenScopes: scopes, validityTime };
}

function newSecret(): string {
  return randomBytes(21).toString('base64url');
}

/** @throws RestError 404 when the application has no such keys */
function slotOfRoute(state: ApimState, call: RestCall): KeySlot {
  const id = call.variable('keyMappingId');
  const slot = slotsOf(state, applicationOfRoute(state, call)).find(({ mapping }) => mapping.id === id);
  if (!slot) throw notFound(`Application Key mapping ${id} not found`);
  return slot;
}

function slotsOf(state: ApimState, application: ApplicationSetup): KeySlot[] {
  const details = detailsOf(state, application);
  return keyTypes.flatMap((keyType) => {
    const keys = application.keys?.[keyType];
    if (!keys) return [];
    // Keys that were not made here are known by what they are.
    const standard: KeyMapping = { id: keys.consumerKey, mode: 'CREATED', additionalProperties: {} };
    return [{ application, keyType, keys, mapping: details.keys[keyType] ?? standard }];
  });
}

/** Without the secret: it is told once, when it is made. */
function keyForm({ keyType, keys, mapping }: KeySlot): object {
  return {
    keyMappingId: mapping.id,
    keyManager: 'Resident Key Manager',
    consumerKey: keys.consumerKey,
    supportedGrantTypes: keys.grantTypes ?? [],
    callbackUrl: keys.callbackUrl ?? '',
    keyState: 'APPROVED',
    keyType,
    mode: mapping.mode,
    additionalProperties: mapping.additionalProperties,
  };
}
