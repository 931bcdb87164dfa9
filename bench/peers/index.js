/** Other programs that can do the job of a scenario. Each has a folder here; README.md says how to add one. */
import nginx from './nginx/peer.js';

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {() => string | undefined} skip why it cannot take part here
 * @property {Record<string, import('../scenarios/contestants.js').Contestant['prepare']>} jobs by the name of the job
 */

/** @type {Peer[]} */
const all = [nginx];

/** The peers that can do a job, as contestants. */
export function peers(job) {
  return all
    .filter(({ jobs }) => jobs[job])
    .map(({ name, skip, jobs }) => ({ name, skip, prepare: jobs[job], peer: true }));
}
