/** The load generators. Both keep N connections busy, each with one request at a time, and look at every answer. */
import { createRequire } from 'node:module';
import { findProgram } from '../machine.js';
import { AutocannonLoad } from './autocannon.js';
import { WrkLoad } from './wrk.js';

/**
 * @typedef {object} LoadRequest
 * @property {string} method
 * @property {string} path
 * @property {Record<string, string>} [headers]
 * @property {string} [body] ASCII
 * @property {string} expected body of the answer, ASCII; its status must be 200
 *
 * @typedef {object} LoadJob
 * @property {number} port
 * @property {number} connections
 * @property {number} seconds
 * @property {LoadRequest[]} requests sent in turn
 *
 * @typedef {object} LoadResult
 * @property {number} requests answered
 * @property {number} seconds that it took
 * @property {number} p50 milliseconds
 * @property {number} p99 milliseconds
 * @property {number} wrong answers with another status or body
 * @property {number} errors of connections, timeouts, lost answers
 * @property {string} [example] the first thing that went wrong
 */

/**
 * @param {'autocannon' | 'wrk' | undefined} wish default: wrk when it is installed, since it leaves most of its
 *   processor to the servers
 * @returns {{name: string, run(job: LoadJob): Promise<LoadResult>, stop(): Promise<void>}}
 */
export function createLoad(wish, processes, processor) {
  const wrk = findProgram('wrk');
  if (wish === 'wrk' && !wrk) throw new RangeError('wrk is not installed');
  if (wrk && wish !== 'autocannon') return new WrkLoad(wrk, processes, processor);
  if (!isInstalled('autocannon')) throw new RangeError('autocannon is not installed: npm --prefix bench ci');
  return new AutocannonLoad(processes, processor);
}

function isInstalled(name) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
