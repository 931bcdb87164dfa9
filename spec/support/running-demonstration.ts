import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFlowLog, createLogger, type Gateway, loadDeployment, startGateway } from '../../engine/index.js';
import { type Demonstration, defaultPorts, startDemonstration } from '../../examples/oauth2-backend/demonstration.js';

/** The demonstration on free ports, with its gateway. */
export interface RunningDemonstration {
  readonly gateway: Gateway;
  readonly servers: Demonstration;
  /** Folder of the served copy of the artifacts. */
  readonly home: string;
  /** Everything that was logged. */
  readonly log: readonly string[];
  /** An address of the documentation, with the ports of this run. */
  address(documented: string): string;
  close(): Promise<void>;
}

/** A port that nobody uses just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts the servers of examples/oauth2-backend and a gateway that serves a copy of its artifacts. */
export async function runDemonstration(): Promise<RunningDemonstration> {
  const ports = { authorizationServer: await freePort(), backend: await freePort() };
  const home = mkdtempSync(join(tmpdir(), 'mediant-demonstration-'));
  copyArtifacts(home, ports);
  const servers = await startDemonstration(ports);
  const log: string[] = [];
  const logger = createLogger({ level: 'info', format: 'json', stream: { write: (line) => void log.push(line) } });
  const deployment = loadDeployment({ paths: [home], log: createFlowLog(logger) });
  const gateway = await startGateway({
    deployment,
    logger,
    version: '0.0.0',
    port: 0,
    host: '127.0.0.1',
    watch: false,
  });
  return {
    gateway,
    servers,
    home,
    log,
    address: (documented) => withPorts(documented, ports).replace('localhost:8290', `127.0.0.1:${gateway.port}`),
    async close() {
      await gateway.stop(1000);
      await servers.close();
      rmSync(home, { recursive: true });
    },
  };
}

/** Copies the artifacts of the demonstration into a folder, with other ports in them. */
export function copyArtifacts(home: string, ports: typeof defaultPorts): void {
  cpSync(join(process.cwd(), 'examples', 'oauth2-backend', 'deployment'), home, { recursive: true });
  replacePorts(home, (text) => withPorts(text, ports));
}

function withPorts(text: string, ports: typeof defaultPorts): string {
  return text
    .replaceAll(`localhost:${defaultPorts.authorizationServer}`, `localhost:${ports.authorizationServer}`)
    .replaceAll(`localhost:${defaultPorts.backend}`, `localhost:${ports.backend}`);
}

function replacePorts(folder: string, change: (text: string) => string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (statSync(path).isFile()) writeFileSync(path, change(readFileSync(path, 'utf8')));
  }
}
