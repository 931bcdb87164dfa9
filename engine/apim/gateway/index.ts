import type { Api } from '../../compile/index.js';
import type { ApiHandlers } from '../../host/index.js';
import { withKnown } from '../../message/index.js';
import type { ApimState } from '../state.js';
import { createAccess } from './access/index.js';
import { ManagedApiHandler } from './api-handler.js';
import { apiXml, type GatewayType } from './api-xml.js';
import { endpointXml } from './endpoint-xml.js';
import { type ManagedApi, managedApi } from './managed-api.js';
import { renamedSequence } from './sequence-name.js';
import { shippedSequences } from './shipped-sequences.js';
import { tokenApiArtifacts } from './token-apis.js';

/** The APIs of an API manager, as a deployment serves them. */
export interface ApiGateway {
  /** Generated artifacts: the APIs with their endpoints and sequences. */
  readonly artifacts: readonly Artifact[];
  /**
   * What comes with a gateway: sequences such as `fault`, up to 3.x the APIs for tokens. Whoever deploys something of the
   * same name replaces it.
   */
  readonly defaults: readonly Artifact[];
  /** What goes around the APIs: for the host that serves the artifacts. */
  readonly handlers: ApiHandlers;
}

interface Artifact {
  /** How findings call it. */
  readonly file: string;
  readonly content: string;
}

/** Makes the gateway of an API manager; the APIs are those that it has now, but for retired ones. */
export function createGateway(state: ApimState): ApiGateway {
  const { setup, profile } = state;
  const apis = (setup.apis ?? [])
    .filter(({ lifecycle }) => lifecycle !== 'RETIRED')
    .map((api) => managedApi(api, profile));
  const access = createAccess(state);
  const gatewayType = gatewayTypeOf(state);
  const shipped = [
    ...shippedSequences(profile, access.backendJwtHeader ?? 'X-JWT-Assertion'),
    ...tokenApiArtifacts(profile, setup.keyManager?.url),
  ];
  return {
    artifacts: [...globalSequences(state), ...apis.flatMap((api) => artifactsOfApi(api, gatewayType))],
    defaults: shipped.map(([name, content]) => ({ file: `gateway/${name}.xml`, content })),
    handlers: handlersOf(apis, (api, managed) => new ManagedApiHandler(api, managed, access, state), profile),
  };
}

function gatewayTypeOf({ toml }: ApimState): GatewayType {
  const type = toml.section('apim').section('gateway').sections('environment')[0]?.text('type');
  return type === 'production' || type === 'sandbox' ? type : 'hybrid';
}

function globalSequences({ setup: { globalSequences: given = {} } }: ApimState): Artifact[] {
  return (['In', 'Out'] as const).flatMap((direction) => {
    const name = `WSO2AM--Ext--${direction}`;
    const content = given[direction];
    return content === undefined
      ? []
      : [{ file: `gateway/sequences/${name}.xml`, content: renamedSequence(content, name) }];
  });
}

function artifactsOfApi(api: ManagedApi, gatewayType: GatewayType): Artifact[] {
  const { setup, synapseName } = api;
  const folder = `gateway/${setup.name}--v${setup.version}`;
  const artifacts = [{ file: `${folder}/api.xml`, content: apiXml(api, gatewayType) }];
  for (const keyType of ['PRODUCTION', 'SANDBOX'] as const) {
    const content = endpointXml(setup, keyType);
    if (content !== undefined) artifacts.push({ file: `${folder}/${keyType.toLowerCase()}-endpoint.xml`, content });
  }
  for (const [direction, suffix] of [
    ['in', 'In'],
    ['out', 'Out'],
    ['fault', 'Fault'],
  ] as const) {
    const content = setup.sequences?.[direction];
    if (content === undefined) continue;
    artifacts.push({
      file: `${folder}/${direction}.xml`,
      content: renamedSequence(content, `${synapseName}--${suffix}`),
    });
  }
  return artifacts;
}

type MakeHandler = (api: Api, managed: ManagedApi) => ManagedApiHandler;

function handlersOf(apis: readonly ManagedApi[], make: MakeHandler, profile: string): ApiHandlers {
  const byName = new Map(apis.map((api) => [api.synapseName, api]));
  // The longest context first: it says most about where a request belongs.
  const defaults = apis
    .filter(({ setup }) => setup.defaultVersion)
    .sort((a, b) => b.defaultContext.length - a.defaultContext.length);
  const header =
    profile === '1.x' || profile === '3.x' ? withKnown(['WSO2_AM_API_DEFAULT_VERSION', 'true']) : undefined;
  return {
    handlerOf(api) {
      const managed = byName.get(api.fullName);
      return managed?.context === api.context ? make(api, managed) : undefined;
    },
    redirect(target) {
      const found = defaults.find(({ defaultContext }) => isBelow(target, defaultContext));
      return found && { target: found.context + target.slice(found.defaultContext.length), header };
    },
  };
}

function isBelow(target: string, context: string): boolean {
  return target.startsWith(context) && /^(?:[/?]|$)/.test(target.slice(context.length, context.length + 1));
}
