import type { TokenTimeouts } from '../endpoints/index.js';
import type { Settings } from '../message/index.js';
import type { TokenLimits } from './token-client.js';

const globalKey = 'synapse.endpoint.http.oauth.token.endpoint.global.';
const globalSwitch = 'synapse.endpoint.http.oauth.enable.global.timeout.configs';

/**
 * Where nothing is said. The reference engine then waits for ever, and one slow token endpoint blocks everything;
 * API Manager configures 15 s.
 */
const defaultLimit = 15_000;

/** The limits of a token request: of the endpoint, else of the configuration where it asks for these, else 15 s. */
export function limitsFor({ connection, socket, useGlobal }: TokenTimeouts, settings: Settings): TokenLimits {
  const global = useGlobal ?? settings.property(globalSwitch)?.trim().toLowerCase() === 'true';
  const configured = (name: string) => (global ? Number(settings.property(globalKey + name)) : Number.NaN);
  return {
    connect: positive(connection) ?? positive(configured('connection.timeout')) ?? defaultLimit,
    socket: positive(socket) ?? positive(configured('socket.timeout')) ?? defaultLimit,
  };
}

/** 0 and -1 mean "no limit" to the Java client, which here is no possibility. */
function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}
