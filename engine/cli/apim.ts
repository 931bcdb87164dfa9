import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type ApiGateway,
  type ApimServer,
  type ApimSetup,
  ApimState,
  createDevportal,
  createGateway,
  createIdentityServer,
  createKeyManager,
  createPublisher,
  KeyRing,
  listenerFor,
  type Profile,
  setupMembers,
} from '../apim/index.js';
import { createOutbound } from '../endpoints/index.js';
import { bind } from '../host/index.js';
import { compileOptions } from '../index.js';
import { type Logger, systemClock, systemRandom } from '../observe/index.js';
import { compileSchema, type JsonSchema } from '../schema/index.js';
import { ServeOptionsError } from './serve-options.js';

const serverNames = ['keymanager', 'identity', 'publisher', 'devportal'] as const;
type ServerName = (typeof serverNames)[number];

/** What the file of `--apim` says: a setup, and where its servers listen. */
interface ApimFile extends ApimSetup {
  /** Default `4.x`. */
  readonly profile?: Profile;
  /** Ports; a server without one does not listen. The address is that of the loopback unless `host` says another. */
  readonly listen?: Readonly<Partial<Record<ServerName, number>>> & { readonly host?: string };
}

const port: JsonSchema = { type: 'integer', minimum: 0, maximum: 65_535 };

const fileSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...setupMembers,
    profile: { enum: ['1.x', '3.x', '4.x', 'is'] },
    listen: {
      type: 'object',
      properties: { host: { type: 'string' }, ...Object.fromEntries(serverNames.map((name) => [name, port])) },
      additionalProperties: false,
    },
  },
};

/** An API manager beside a gateway. */
export interface RunningApim {
  readonly gateway: ApiGateway;
  /** Lets its servers listen. @throws ListenError when a port cannot be used */
  listen(): Promise<void>;
  close(): void;
}

/**
 * Reads the file of `--apim` and makes what it describes.
 * @throws ServeOptionsError when the file cannot be read, says something unknown, or has settings that cannot be used
 */
export function openApim(path: string, logger: Logger): RunningApim {
  const { profile = '4.x', listen = {}, ...setup } = readFile(path);
  const outbound = createOutbound();
  const { gateway, listeners } = make(path, () => {
    const state = stateOf(setup, profile, outbound);
    const wanted = serverNames.filter((name) => listen[name] !== undefined);
    return {
      gateway: createGateway(state),
      listeners: wanted.map((name) => ({ name, listener: listenerFor(makers[name](state)) })),
    };
  });
  const servers: Server[] = [];
  return {
    gateway,
    async listen() {
      for (const { name, listener } of listeners) {
        const server = createServer({ requestTimeout: 60_000 }, listener);
        await bind(server, listen[name]!, listen.host ?? '127.0.0.1');
        servers.push(server);
        const { port: bound, address } = server.address() as AddressInfo;
        logger.info({ server: name, port: bound, address }, 'listening');
      }
    },
    close() {
      for (const server of servers) server.close().closeAllConnections();
      void outbound.close();
    },
  };
}

const makers: Readonly<Record<ServerName, (state: ApimState) => ApimServer>> = {
  keymanager: createKeyManager,
  identity: createIdentityServer,
  publisher: createPublisher,
  devportal: createDevportal,
};

function stateOf(setup: ApimSetup, profile: Profile, outbound: ReturnType<typeof createOutbound>): ApimState {
  const keys = new KeyRing();
  return new ApimState(setup, profile, {
    clock: systemClock,
    random: systemRandom,
    outbound,
    keys,
    compile: compileOptions,
  });
}

/** Settings that cannot be used are errors with a sentence for people. */
function make<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    throw new ServeOptionsError(`${path}: ${(thrown as Error).message}`);
  }
}

function readFile(path: string): ApimFile {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    throw new ServeOptionsError(`${path}: ${(thrown as Error).message}`);
  }
  const problems = compileSchema(fileSchema, { allProblems: true })(data);
  if (problems.length === 0) return data as ApimFile;
  const lines = problems.map(({ pointer, message }) => `${path}: ${pointer || 'the file'} ${message}`);
  throw new ServeOptionsError(lines.join('\n'));
}
