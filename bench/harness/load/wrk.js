/**
 * Load by wrk, a process per run. wrk does not say which request an answer belongs to: where there are several requests,
 * an answer must be one of those expected (each was checked against its own request before the load began).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('wrk-script.lua', import.meta.url));

export class WrkLoad {
  name = 'wrk';
  #count = 0;

  constructor(program, processes, processor) {
    Object.assign(this, { program, processes, processor });
  }

  /** @param {import('./index.js').LoadJob} job */
  async run(job) {
    const base = join(this.processes.folder, `wrk-${++this.#count}`);
    writeFileSync(`${base}.lua`, `return ${lua(job.requests.map(wireForm))}`);
    // wrk takes whole seconds only; a shorter run is ended early, which it answers with its results as well.
    const seconds = Math.ceil(job.seconds);
    const started = this.processes.start(
      'wrk',
      [
        this.program,
        '--threads=1',
        `--connections=${job.connections}`,
        `--duration=${seconds}s`,
        '--timeout=10s',
        '--latency',
        '--script',
        script,
        `http://127.0.0.1:${job.port}`,
      ],
      { processor: this.processor, env: { BENCH_REQUESTS: `${base}.lua`, BENCH_RESULT: `${base}.json` } },
    );
    const ended = new Promise((resolve) => started.child.once('exit', resolve));
    const early = setTimeout(() => started.child.kill('SIGINT'), job.seconds * 1000);
    const hangs = AbortSignal.timeout(seconds * 1000 + 20_000);
    await Promise.race([ended, wait(2 ** 30, undefined, { signal: hangs, ref: false }).catch(() => {})]);
    clearTimeout(early);
    const death = started.death();
    await started.stop();
    try {
      const { example, ...result } = JSON.parse(readFileSync(`${base}.json`, 'utf8'));
      return { ...result, ...(example ? { example } : {}) };
    } catch {
      throw new Error(`wrk gave no result: ${death ?? 'it hangs'}`);
    }
  }

  async stop() {}
}

function wireForm({ method, path, headers = {}, body = '', expected }) {
  return { method, path, headers, body, expected };
}

/** A value as Lua writes it; texts are ASCII. */
function lua(value) {
  if (Array.isArray(value)) return `{${value.map(lua).join(',')}}`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, each]) => `[${lua(key)}]=${lua(each)}`)
      .join(',')}}`;
  }
  return `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}"`;
}
