import type { ApiSetup, EndpointSecuritySetup, EndpointSetup, OperationSetup } from '../setup.js';
import {
  type ApiDocument,
  type ApiOperation,
  type CorsConfiguration,
  defaultOperations,
  type EndpointConfig,
  type EndpointSecurity,
  type EndpointUrl,
} from './api-document.js';
import type { ApiRecord, MediationPolicy, SharedPolicies } from './catalog.js';
import { statusName } from './lifecycle-states.js';

type Urls = string | readonly string[] | undefined;

/**
 * An API as a gateway serves it, out of what its publisher sees. What the setup said of it and no document holds (its
 * definition, sequences) stays. Operation policies are templates and are not rendered.
 * @param document that of the API, or of one of its revisions
 * @param shared where mediation policies are looked up after those of the API
 */
export function toApiSetup(api: ApiRecord, document: ApiDocument, shared: SharedPolicies): ApiSetup {
  const { endpointConfig, corsConfiguration, responseCachingEnabled, cacheTimeout = 300 } = document;
  const sequences = sequencesOf(document, [...api.mediationPolicies.all(), ...shared.mediationPolicies.all()]);
  return {
    ...api.setup,
    name: document.name,
    version: document.version,
    context: document.context,
    provider: document.provider,
    lifecycle: statusName(api.state),
    ...present({
      transports: document.transport?.filter((each) => each === 'http' || each === 'https'),
      security: document.securityScheme,
      authHeader: document.authorizationHeader,
      defaultVersion: document.isDefaultVersion,
      subscriptionTiers: document.policies,
      apiTier: document.apiThrottlingPolicy,
      schemaValidation: document.enableSchemaValidation,
      endpoint: endpointConfig && endpointOf(endpointConfig),
      endpointSecurity: endpointConfig && endpointSecurityOf(endpointConfig),
      cors: corsConfiguration && corsOf(corsConfiguration),
      sequences: sequences ?? api.setup?.sequences,
      responseCache: responseCachingEnabled ? cacheTimeout : undefined,
    }),
    operations: document.operations.map(operationOf),
  };
}

function operationOf({ verb, target, authType, scopes, throttlingPolicy }: ApiOperation): OperationSetup {
  return {
    verb,
    target,
    ...present({
      authType: authType === anyAuthentication ? 'Any' : authType,
      scopes: scopes?.length ? scopes : undefined,
      tier: throttlingPolicy,
    }),
  };
}

const anyAuthentication = 'Application & Application User';

const endpointTypes = ['http', 'address', 'failover', 'load_balance', 'default'] as const;

function endpointOf(config: EndpointConfig): EndpointSetup {
  const type = endpointTypes.find((each) => each === config.endpoint_type);
  return present({
    type,
    production: urlsOf(config.production_endpoints, config.production_failovers),
    sandbox: urlsOf(config.sandbox_endpoints, config.sandbox_failovers),
  });
}

/** One URL as text; several, or one of a list, as a list. */
function urlsOf(
  endpoints: EndpointUrl | readonly EndpointUrl[] | undefined,
  failovers: readonly EndpointUrl[] = [],
): Urls {
  const urls = [endpoints ?? [], failovers].flat().flatMap(({ url }) => (url ? [url] : []));
  if (urls.length === 0) return undefined;
  return urls.length === 1 && !Array.isArray(endpoints) ? urls[0] : urls;
}

const securityTypes = ['basic', 'digest', 'apikey', 'oauth'] as const;

function endpointSecurityOf({ endpoint_security: security }: EndpointConfig): ApiSetup['endpointSecurity'] {
  if (!security) return undefined;
  const { production, sandbox } = security;
  return present({
    production: production && securityOf(production),
    sandbox: sandbox && securityOf(sandbox),
  });
}

function securityOf({ enabled, type: given = 'NONE', ...rest }: EndpointSecurity): EndpointSecuritySetup {
  const type = securityTypes.find((each) => each === given.toLowerCase());
  return enabled && type ? { type, ...rest } : { type: 'none' };
}

function corsOf(cors: CorsConfiguration): ApiSetup['cors'] {
  return present({
    enabled: cors.corsConfigurationEnabled,
    allowOrigins: cors.accessControlAllowOrigins,
    allowMethods: cors.accessControlAllowMethods,
    allowHeaders: cors.accessControlAllowHeaders,
    allowCredentials: cors.accessControlAllowCredentials,
  });
}

function sequencesOf({ mediationPolicies }: ApiDocument, known: readonly MediationPolicy[]): ApiSetup['sequences'] {
  const found = (mediationPolicies ?? []).flatMap(({ name, type }) => {
    const flow = type.toLowerCase();
    const policy = known.find((each) => each.name === name && each.type === flow);
    return policy ? [[flow, policy.config] as const] : [];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** Without the members that are undefined. */
function present<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

/** An API of a setup as publishers see it: {@link toApiSetup} the other way round. */
export function documentOf(setup: ApiSetup): ApiDocument {
  const { name, version, context, provider = 'admin', endpoint } = setup;
  const operations: readonly OperationSetup[] = setup.operations ?? defaultOperations;
  const [production, ...productionFailovers] = [endpoint?.production ?? []].flat();
  const [sandbox, ...sandboxFailovers] = [endpoint?.sandbox ?? []].flat();
  const balanced = endpoint?.type === 'load_balance';
  const side = (first: string | undefined, others: readonly string[]) =>
    first && (balanced ? [first, ...others].map((url) => ({ url })) : { url: first });
  const failovers = (urls: readonly string[]) =>
    balanced || urls.length === 0 ? undefined : urls.map((url) => ({ url }));
  return present({
    name,
    version,
    context,
    provider,
    isDefaultVersion: setup.defaultVersion ?? false,
    transport: setup.transports ?? ['http', 'https'],
    policies: setup.subscriptionTiers ?? ['Unlimited'],
    securityScheme: setup.security ?? ['oauth2'],
    apiThrottlingPolicy: setup.apiTier,
    authorizationHeader: setup.authHeader,
    operations: operations.map(({ verb, target, authType = 'Any', scopes = [], tier = 'Unlimited' }) => ({
      verb,
      target,
      authType,
      scopes,
      throttlingPolicy: tier,
    })),
    endpointConfig:
      endpoint &&
      present({
        endpoint_type: endpoint.type ?? 'http',
        production_endpoints: side(production, productionFailovers) || undefined,
        sandbox_endpoints: side(sandbox, sandboxFailovers) || undefined,
        production_failovers: failovers(productionFailovers),
        sandbox_failovers: failovers(sandboxFailovers),
      }),
    responseCachingEnabled: setup.responseCache !== undefined,
    cacheTimeout: setup.responseCache,
    enableSchemaValidation: setup.schemaValidation,
  });
}
