import { parentPort } from 'node:worker_threads';
import type { SaxonRealm } from './realm.js';
import type { QueryItem, TransformResult, WorkerAnswer, WorkerRequest } from './transform-job.js';

/** Entry of the worker threads: one job after the other. What a job needs is loaded with the first of its kind. */
let realm: SaxonRealm | undefined;

parentPort?.on('message', async (request: WorkerRequest) => {
  parentPort?.postMessage(await answer(request));
});

async function answer(request: WorkerRequest): Promise<WorkerAnswer> {
  try {
    return { result: await run(request) };
  } catch (thrown) {
    if (isTimeout(thrown)) return { error: `it took longer than ${request.milliseconds} ms`, spent: true };
    return { error: describe(thrown), spent: isExhausted(thrown) };
  }
}

async function run({ job, milliseconds }: WorkerRequest): Promise<TransformResult | readonly QueryItem[]> {
  if (job.kind === 'xquery') return (await import('./query.js')).runQuery(job);
  realm ??= new (await import('./realm.js')).SaxonRealm();
  return realm.transform(job, milliseconds);
}

/** Errors of the realm are no instances of our Error. */
function isTimeout(thrown: unknown): boolean {
  return (
    typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

/** The stack was used up. */
function isExhausted(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown && thrown.name === 'RangeError';
}

/** Message and place of an error of SaxonJS, the message of others. */
function describe(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  const { message, code, xsltLineNr } = thrown as Record<string, unknown>;
  const short = typeof code === 'string' ? `${code.replace(/^Q\{[^}]*\}/, '')} ` : '';
  const line = typeof xsltLineNr === 'string' || typeof xsltLineNr === 'number' ? ` (line ${xsltLineNr})` : '';
  return `${short}${String(message)}${line}`;
}
