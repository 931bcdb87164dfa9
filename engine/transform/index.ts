export {
  TransformFailure,
  type TransformJob,
  type TransformLimits,
  type TransformResult,
} from './transform-job.js';
export { transformXml } from './worker-pool.js';
