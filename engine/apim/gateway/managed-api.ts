import type { ApiSetup, KeyType, OperationSetup, Profile } from '../setup.js';

/** Operations of one target: a resource of the generated API. */
export interface ManagedResource {
  /** `/order/{id}` */
  readonly target: string;
  /** In upper case, as declared. */
  readonly verbs: readonly string[];
  /** By verb. */
  readonly operations: ReadonlyMap<string, OperationSetup>;
}

/** An API of the gateway with what follows from its setup. */
export interface ManagedApi {
  readonly setup: ApiSetup;
  /** Name of the artifact; with the version behind it, the name of the API in Synapse. */
  readonly artifactName: string;
  /** `admin--PizzaShackAPI:v1.0.0`, `prod--PizzaShackAPI:v1.0.0` (gateway sheet A.2). */
  readonly synapseName: string;
  /** Context with the version: `/pizzashack/1.0.0`. */
  readonly context: string;
  /** Context without the version: where the default version is found. */
  readonly defaultContext: string;
  readonly provider: string;
  readonly resources: readonly ManagedResource[];
}

const fiveVerbs: readonly OperationSetup[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].map((verb) => ({
  verb,
  target: '/*',
}));

/** What follows from the setup of an API (gateway sheet A.2, A.4); without operations it takes five verbs on `/*`. */
export function managedApi(setup: ApiSetup, profile: Profile): ManagedApi {
  const { name, version, provider = 'admin', operations = [] } = setup;
  const written = setup.context.replace(/\/+$/, '');
  const versioned = written.includes('{version}');
  const owner = profile === '1.x' || profile === '3.x' ? provider.replaceAll('@', '-AT-') : 'prod';
  const artifactName = `${owner}--${name}`;
  return {
    setup,
    artifactName,
    synapseName: `${artifactName}:v${version}`,
    context: versioned ? written.replaceAll('{version}', version) : `${written}/${version}`,
    defaultContext: written.replaceAll('/{version}', ''),
    provider,
    resources: resourcesOf(operations.length > 0 ? operations : fiveVerbs),
  };
}

function resourcesOf(operations: readonly OperationSetup[]): ManagedResource[] {
  const targets = new Map<string, Map<string, OperationSetup>>();
  for (const operation of operations) {
    const target = operation.target.startsWith('/') ? operation.target : `/${operation.target}`;
    const verbs = targets.get(target) ?? new Map<string, OperationSetup>();
    const verb = operation.verb.toUpperCase();
    if (!verbs.has(verb)) verbs.set(verb, operation);
    targets.set(target, verbs);
  }
  return [...targets].map(([target, verbs]) => ({ target, verbs: [...verbs.keys()], operations: verbs }));
}

/** Addresses of the backends for a kind of key; undefined = there is no endpoint. */
export function backendsOf({ endpoint }: ApiSetup, keyType: KeyType): readonly string[] | undefined {
  const given = keyType === 'PRODUCTION' ? endpoint?.production : endpoint?.sandbox;
  const addresses = typeof given === 'string' ? [given] : (given ?? []);
  if (endpoint?.type === 'default') return addresses;
  return addresses.length > 0 ? addresses : undefined;
}

/** Name of the generated endpoint for a kind of key (gateway sheet A.4). */
export function endpointName({ name, version }: ApiSetup, keyType: KeyType): string {
  return `${name}--v${version}_API${keyType === 'PRODUCTION' ? 'production' : 'sandbox'}Endpoint`;
}
