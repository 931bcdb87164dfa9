import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  type JobResult,
  type QueryJob,
  TransformFailure,
  type TransformJob,
  type TransformLimits,
  type WorkerAnswer,
  type WorkerRequest,
} from './transform-job.js';

/** Threads at most: a stylesheet is compiled by each of them. */
const MOST_WORKERS = Math.min(4, availableParallelism());
/** Jobs that may wait for a thread. */
const LONGEST_QUEUE = 1000;
/** Memory of a thread, in MiB; a few thousand nested templates fit into the stack. */
const MEMORY = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64, stackSizeMb: 8 };
/** Milliseconds that a thread has for stopping a job and for its start, before it is stopped from outside. */
const GRACE = 2000;

interface Task {
  readonly request: WorkerRequest;
  resolve(result: never): void;
  reject(failure: TransformFailure): void;
}

const idle: Worker[] = [];
const queue: Task[] = [];
let workers = 0;

/**
 * Runs a stylesheet or query in a thread of its own, so that the event loop goes on. Threads are started when they are
 * needed, and do not keep the process alive.
 * @throws TransformFailure (rejects with it)
 */
export function runInWorker<J extends TransformJob | QueryJob>(
  job: J,
  { milliseconds }: TransformLimits,
): Promise<JobResult<J>> {
  return new Promise((resolve, reject) => {
    const task: Task = { request: { job, milliseconds }, resolve, reject };
    const worker = idle.pop();
    if (worker) give(worker, task);
    else if (workers < MOST_WORKERS) give(start(), task);
    else if (queue.length < LONGEST_QUEUE) queue.push(task);
    else reject(new TransformFailure('too many transformations are waiting'));
  });
}

function start(): Worker {
  workers += 1;
  const worker = new Worker(new URL('./worker.js', import.meta.url), { resourceLimits: MEMORY, env: {}, name: 'xslt' });
  worker.unref();
  // A thread that dies while it has nothing to do must not take the process along.
  worker.on('error', () => undefined);
  worker.once('exit', () => {
    const at = idle.indexOf(worker);
    if (at < 0) return;
    idle.splice(at, 1);
    workers -= 1;
  });
  return worker;
}

function give(worker: Worker, task: Task): void {
  const { milliseconds } = task.request;
  // A job that is under way keeps the process alive.
  worker.ref();
  const settle = () => {
    clearTimeout(timer);
    worker.off('message', answered);
    worker.off('error', broken);
    worker.unref();
  };
  const answered = (answer: WorkerAnswer) => {
    settle();
    if ('result' in answer) task.resolve(answer.result as never);
    else task.reject(new TransformFailure(answer.error));
    if ('error' in answer && answer.spent) retire(worker);
    else next(worker);
  };
  const lost = (reason: string) => {
    settle();
    task.reject(new TransformFailure(reason));
    retire(worker);
  };
  const broken = (error: Error) => lost(`it used more memory than it may (${error.message})`);
  const timer = setTimeout(() => lost(`it took longer than ${milliseconds} ms`), milliseconds + GRACE);
  worker.on('message', answered);
  worker.on('error', broken);
  worker.postMessage(task.request);
}

function next(worker: Worker): void {
  const task = queue.shift();
  if (task) give(worker, task);
  else idle.push(worker);
}

function retire(worker: Worker): void {
  workers -= 1;
  worker.terminate().catch(() => undefined);
  const task = queue.shift();
  if (task) give(start(), task);
}
