import { parentPort } from 'node:worker_threads';
import { SaxonRealm } from './realm.js';
import type { WorkerAnswer, WorkerRequest } from './transform-job.js';

/** Entry of the worker threads: one job after the other. */
const realm = new SaxonRealm();

parentPort?.on('message', (request: WorkerRequest) => {
  parentPort?.postMessage(answer(request));
});

function answer({ job, milliseconds }: WorkerRequest): WorkerAnswer {
  try {
    return { result: realm.transform(job, milliseconds) };
  } catch (thrown) {
    if (isTimeout(thrown)) return { error: `it took longer than ${milliseconds} ms`, spent: true };
    return { error: describe(thrown), spent: isExhausted(thrown) };
  }
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

/** Message and place of an error of SaxonJS. */
function describe(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  const { message, code, xsltLineNr } = thrown as Record<string, unknown>;
  const short = typeof code === 'string' ? `${code.replace(/^Q\{[^}]*\}/, '')} ` : '';
  const line = typeof xsltLineNr === 'string' || typeof xsltLineNr === 'number' ? ` (line ${xsltLineNr})` : '';
  return `${short}${String(message)}${line}`;
}
