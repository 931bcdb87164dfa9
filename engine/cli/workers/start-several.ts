import { loadDeployment, openRegistry, readConfiguration } from '../../deploy/index.js';
import { compileOptions } from '../../index.js';
import { createFlowLog, systemClock } from '../../observe/index.js';
import { packageVersion } from '../package-root.js';
import type { ServeStart } from '../serve.js';
import { type GatewayOfWorkers, startGatewayOfWorkers } from './gateway-of-workers.js';
import { workerSpawner } from './spawn-worker.js';

/**
 * Starts what `mediant serve --workers N` runs.
 * @throws as startGatewayOfWorkers
 */
export function startSeveral(given: ServeStart): Promise<GatewayOfWorkers> {
  const { options, paths, logger, log, logFormat, environment } = given;
  const { adminHost, adminPort, adminToken, persistRegistry, properties, systemProperties } = options;
  const configuration = readConfiguration(paths);
  const registry = openRegistry(paths, { persist: persistRegistry });
  const deployment = loadDeployment({
    compile: compileOptions,
    paths,
    log: createFlowLog(logger),
    configuration,
    properties,
    systemProperties,
    environment,
    registry,
    keepContent: true,
  });
  return startGatewayOfWorkers({
    deployment,
    registry,
    workers: options.workers,
    spawn: workerSpawner(log),
    settings: {
      version: packageVersion(),
      paths,
      limits: options.limits,
      logLevel: options.logLevel,
      logFormat,
      properties,
      systemProperties,
      configuration,
      persistRegistry,
    },
    port: options.port,
    host: options.host,
    admin: { port: adminPort, host: adminHost, ...(adminToken !== undefined && { token: adminToken }) },
    watch: options.watch,
    drainLimit: options.drainSeconds * 1000,
    logger,
    clock: systemClock,
  });
}
