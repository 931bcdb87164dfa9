import type { Settings } from '../message/index.js';
import type { StateDefaults } from './state.js';

/** What only endpoints take from the configuration. */
export interface EndpointSettings {
  /** Connections are kept (`http.connection.disable.keepalive` is not true). */
  readonly keepAlive: boolean;
  /** For endpoints that stand alone. */
  readonly suspension: StateDefaults;
  /** For children of groups. */
  readonly childSuspension: StateDefaults;
  /** Life of a session of session-affine load balancing, in milliseconds. */
  readonly sessionTimeout: number;
  /** No repetition after a 401 (`synapse.endpoint.http.oauth.token.retry.message.building.disabled`). */
  readonly noRepetition: boolean;
}

const known = new WeakMap<Settings, EndpointSettings>();

/** The endpoint settings of a configuration; read once. */
export function endpointSettings(settings: Settings): EndpointSettings {
  let found = known.get(settings);
  if (!found) {
    found = read(settings);
    known.set(settings, found);
  }
  return found;
}

function read(settings: Settings): EndpointSettings {
  const number = (key: string, fallback: number) => numberOf(settings.property(key)) ?? fallback;
  const flag = (key: string) => settings.property(key)?.trim().toLowerCase() === 'true';
  const durations = {
    initial: number('synapse.global_endpoint_suspend_duration', -1),
    factor: number('synapse.global_endpoint_suspend_progression_factor', 1),
    override: flag('synapse.override_endpoint_suspend_config_with_global_values'),
  };
  const retries = (limit: string, duration: string): StateDefaults => ({
    ...durations,
    maximumRetries: number(limit, -1),
    maximumRetriesSuspension: number(duration, 30_000),
  });
  return {
    keepAlive: !flag('http.connection.disable.keepalive'),
    suspension: retries('maximum.failover.retries', 'suspend.duration.on.maximum.failover'),
    childSuspension: retries('maximum.failover.recursive.retries', 'suspend.duration.on.maximum.recursive.failover'),
    // Spelled so by the reference engine.
    sessionTimeout: number('synapse.sal.endpoints.sesssion.timeout.default', 600_000),
    noRepetition: flag('synapse.endpoint.http.oauth.token.retry.message.building.disabled'),
  };
}

function numberOf(text: string | undefined): number | undefined {
  const trimmed = text?.trim();
  return trimmed && /^[+-]?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
}
