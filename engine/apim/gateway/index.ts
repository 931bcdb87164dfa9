import type { Api } from '../../compile/index.js';
import type { ApiHandlers } from '../../host/index.js';
import { withKnown } from '../../message/index.js';
import type { ApiSetup } from '../setup.js';
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
  /** Artifacts generated now: the APIs that are deployed, with their endpoints and sequences. */
  readonly artifacts: readonly Artifact[];
  /**
   * What comes with a gateway: sequences such as `fault`, up to 3.x the APIs for tokens. Whoever deploys something of the
   * same name replaces it.
   */
  readonly defaults: readonly Artifact[];
  /** What goes around the APIs: for the host that serves the artifacts. */
  readonly handlers: ApiHandlers;
  /**
   * Calls a listener whenever others are deployed; whoever serves the artifacts takes the new ones before it returns. What
   * asked for the change is answered after that.
   */
  onChange(listener: (artifacts: readonly Artifact[]) => void): void;
}

interface Artifact {
  /** How findings call it. */
  readonly file: string;
  readonly content: string;
}

/** Makes the gateway of an API manager; its APIs are those that are deployed at any time. */
export function createGateway(state: ApimState): ApiGateway {
  const { setup, profile } = state;
  const managedApis = managedApisOf(state);
  const access = createAccess(state);
  const gatewayType = gatewayTypeOf(state);
  const shipped = [
    ...shippedSequences(profile, access.backendJwtHeader ?? 'X-JWT-Assertion'),
    ...tokenApiArtifacts(profile, setup.keyManager?.url),
  ];
  const generate = () => [
    ...globalSequences(state),
    ...managedApis().all.flatMap((api) => artifactsOfApi(api, gatewayType)),
  ];
  return {
    get artifacts() {
      return generate();
    },
    defaults: shipped.map(([name, content]) => ({ file: `gateway/${name}.xml`, content })),
    handlers: handlersOf(managedApis, (api, managed) => new ManagedApiHandler(api, managed, access, state), profile),
    onChange: (listener) => state.deployedApis.onChange(() => listener(generate())),
  };
}

/** The APIs that are deployed. */
interface ManagedApis {
  readonly all: readonly ManagedApi[];
  /** By the files that they are generated as. */
  readonly byFile: ReadonlyMap<string, ManagedApi>;
  /** Those that are the default versions. The longest context first: it says most about where a request belongs. */
  readonly defaults: readonly ManagedApi[];
}

/** The APIs that are deployed at the time of the call; what follows from them is worked out once for each list of them. */
function managedApisOf({ deployedApis, profile }: ApimState): () => ManagedApis {
  const manage = (apis: readonly ApiSetup[]): ManagedApis => {
    const all = apis.map((api) => managedApi(api, profile));
    const defaults = all.filter(({ setup }) => setup.defaultVersion);
    return {
      all,
      byFile: new Map(all.map((api) => [fileOf(api), api])),
      defaults: defaults.sort((a, b) => b.defaultContext.length - a.defaultContext.length),
    };
  };
  let known = deployedApis.all;
  let managed = manage(known);
  return () => {
    if (deployedApis.all !== known) {
      known = deployedApis.all;
      managed = manage(known);
    }
    return managed;
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

/** The generated artifacts of an API, each with its name as findings call it (gateway sheet A.2, A.4). */
export function artifactsOfApi(api: ManagedApi, gatewayType: GatewayType): Artifact[] {
  const { setup, synapseName } = api;
  const folder = folderOf(api);
  const artifacts = [{ file: fileOf(api), content: apiXml(api, gatewayType) }];
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

function folderOf({ setup: { name, version } }: ManagedApi): string {
  return `gateway/${name}--v${version}`;
}

function fileOf(api: ManagedApi): string {
  return `${folderOf(api)}/api.xml`;
}

type MakeHandler = (api: Api, managed: ManagedApi) => ManagedApiHandler;

function handlersOf(managedApis: () => ManagedApis, make: MakeHandler, profile: string): ApiHandlers {
  // An API that is not touched keeps its handler with what that one knows, such as tokens for the backend.
  const made = new WeakMap<Api, { readonly setup: ApiSetup; readonly handler: ManagedApiHandler }>();
  const header =
    profile === '1.x' || profile === '3.x' ? withKnown(['WSO2_AM_API_DEFAULT_VERSION', 'true']) : undefined;
  return {
    handlerOf(api) {
      // By its file: what was generated here is never served without what goes around it, whatever it came to be called.
      const managed = managedApis().byFile.get(api.place.file);
      if (!managed) return undefined;
      const { setup } = managed;
      const known = made.get(api);
      if (known?.setup === setup) return known.handler;
      const handler = make(api, managed);
      made.set(api, { setup, handler });
      return handler;
    },
    redirect(target) {
      const found = managedApis().defaults.find(({ defaultContext }) => isBelow(target, defaultContext));
      return found && { target: found.context + target.slice(found.defaultContext.length), header };
    },
  };
}

function isBelow(target: string, context: string): boolean {
  return target.startsWith(context) && /^(?:[/?]|$)/.test(target.slice(context.length, context.length + 1));
}
