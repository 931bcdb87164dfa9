import type { TomlSettings } from '../toml-settings.js';
import { RestError } from './rest-error.js';

/** A gateway that revisions can be deployed to. */
export interface GatewayEnvironment {
  readonly name: string;
  readonly vhosts: readonly string[];
}

const standard: GatewayEnvironment = { name: 'Default', vhosts: ['localhost'] };

/**
 * The environments of `[[apim.gateway.environment]]`: `name`, and the hosts of its endpoints and of its
 * `virtual_host` tables. None: `Default` with the host `localhost`.
 */
export function gatewayEnvironments(toml: TomlSettings): readonly GatewayEnvironment[] {
  const environments = toml.section('apim').section('gateway').sections('environment');
  const listed = environments.flatMap((environment) => {
    const name = environment.text('name');
    return name === undefined ? [] : [{ name, vhosts: hostsOf(environment) }];
  });
  return listed.length > 0 ? listed : [standard];
}

/** @throws RestError 400, 900504 */
export function environmentNamed(environments: readonly GatewayEnvironment[], name: string): GatewayEnvironment {
  const found = environments.find((each) => each.name === name);
  if (found) return found;
  const description = `Gateway Environment with name '${name}' not found`;
  throw new RestError(400, 900504, 'Invalid Gateway Environment', description);
}

const endpointMembers = ['http_endpoint', 'https_endpoint', 'ws_endpoint', 'wss_endpoint'];

function hostsOf(environment: TomlSettings): string[] {
  const tables = [environment, ...environment.sections('virtual_host')];
  const urls = tables.flatMap((table) => endpointMembers.map((member) => table.text(member)));
  const hosts = urls.flatMap((url) => /^\w+:\/\/([^/:?#]+)/.exec(url ?? '')?.[1] ?? []);
  return hosts.length > 0 ? [...new Set(hosts)] : [...standard.vhosts];
}
