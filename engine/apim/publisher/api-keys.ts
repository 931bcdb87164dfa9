import { randomBytes } from 'node:crypto';
import type { ApimAnswer } from '../server.js';
import type { KeyType } from '../setup.js';
import type { ApimState } from '../state.js';
import { applicationOfRoute, applicationScopes } from './applications.js';
import type { IssuedApiKey } from './catalog.js';
import { documentReader, type RestCall } from './rest-call.js';
import { badRequest, json } from './rest-error.js';
import type { Route } from './rest-server.js';

/** API keys of applications (gateway sheet B.7). */
export function apiKeyRoutes(state: ApimState): Route[] {
  const path = '/applications/{applicationId}/api-keys/{keyType}';
  const scopes = [...applicationScopes, 'apim:api_key'];
  return [
    { method: 'POST', path: `${path}/generate`, scopes, answer: (call) => generate(state, call) },
    { method: 'POST', path: `${path}/revoke`, scopes, answer: (call) => revoke(state, call) },
  ];
}

interface GivenKey {
  /** In seconds; negative = for ever. */
  readonly validityPeriod?: number;
  readonly additionalProperties?: { readonly permittedIP?: string; readonly permittedReferer?: string };
}

const readGeneration = documentReader<GivenKey>({
  properties: {
    keyName: { type: 'string', maxLength: 255 },
    validityPeriod: { type: 'integer' },
    additionalProperties: {
      type: 'object',
      properties: { permittedIP: { type: 'string' }, permittedReferer: { type: 'string' } },
    },
  },
});

function generate(state: ApimState, call: RestCall): ApimAnswer {
  const { name } = applicationOfRoute(state, call);
  const keyType = readKeyType(call);
  const { validityPeriod = -1, additionalProperties } = readGeneration(call.json());
  const { permittedIP, permittedReferer } = additionalProperties ?? {};
  const value = randomBytes(32).toString('base64url');
  const key: IssuedApiKey = {
    id: state.catalog.newId(),
    value,
    application: name,
    keyType,
    ...(permittedIP ? { permittedIP } : {}),
    ...(permittedReferer ? { permittedReferer } : {}),
    expiresAt: validityPeriod < 0 ? undefined : state.clock.now() + validityPeriod * 1000,
  };
  state.catalog.apiKeys.set(key);
  return json(200, { apikey: value, validityTime: validityPeriod });
}

const readRevocation = documentReader<{ readonly apikey: string }>({
  properties: { apikey: { type: 'string' } },
  required: ['apikey'],
});

/** 200 for a key that is not there, too. */
function revoke(state: ApimState, call: RestCall): ApimAnswer {
  const { name } = applicationOfRoute(state, call);
  const keyType = readKeyType(call);
  const { apikey } = readRevocation(call.json());
  const { apiKeys } = state.catalog;
  const fitting = apiKeys.filter((key) => key.value === apikey && key.application === name && key.keyType === keyType);
  for (const { id } of fitting) apiKeys.delete(id);
  return { status: 200 };
}

function readKeyType(call: RestCall): KeyType {
  const keyType = call.variable('keyType');
  if (keyType === 'PRODUCTION' || keyType === 'SANDBOX') return keyType;
  throw badRequest('The key type must be PRODUCTION or SANDBOX.');
}
