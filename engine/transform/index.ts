export {
  type QueryItem,
  type QueryJob,
  type QueryVariable,
  TransformFailure,
  type TransformJob,
  type TransformLimits,
  type TransformResult,
} from './transform-job.js';
export { runInWorker } from './worker-pool.js';
