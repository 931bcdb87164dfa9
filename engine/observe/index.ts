export { type AccessLog, type AccessRecord, createAccessLog } from './access-log.js';
export { type Clock, ManualClock, systemClock, type Timer } from './clock.js';
export { createFlowLog, type FlowLevel, type FlowLog, type FlowOrigin, silentFlowLog } from './flow-log.js';
export { LateMetrics } from './late-metrics.js';
export { createLogger, type Logger, type LoggerOptions, silentLogger, standardOutput } from './logger.js';
export { createMetrics, type Metrics, type MetricsState, type ServiceMetrics, type ServiceType } from './metrics.js';
export { createMetricsOfWorkers, type MetricsOfWorkers } from './metrics-of-workers.js';
export { type RandomSource, SeededRandom, systemRandom } from './random.js';
export { isSecretName, redacted, redactHeader, redactText } from './redact.js';
