import type { TomlTable } from 'smol-toml';
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
export function gatewayEnvironments(toml: TomlTable): readonly GatewayEnvironment[] {
  const listed = tablesAt(tableAt(tableAt(toml, 'apim'), 'gateway'), 'environment').flatMap((table) =>
    typeof table.name === 'string' ? [{ name: table.name, vhosts: hostsOf(table) }] : [],
  );
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

function hostsOf(environment: TomlTable): string[] {
  const tables = [environment, ...tablesAt(environment, 'virtual_host')];
  const urls = tables.flatMap((table) => endpointMembers.map((member) => table[member]));
  const hosts = urls.flatMap((url) => (typeof url === 'string' ? (/^\w+:\/\/([^/:?#]+)/.exec(url)?.[1] ?? []) : []));
  return hosts.length > 0 ? [...new Set(hosts)] : [...standard.vhosts];
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function tableAt(table: TomlTable | undefined, name: string): TomlTable | undefined {
  const found = table?.[name];
  return isTable(found) ? found : undefined;
}

function tablesAt(table: TomlTable | undefined, name: string): TomlTable[] {
  return [table?.[name] ?? []].flat().filter(isTable);
}
