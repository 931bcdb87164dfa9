/** All scenarios, in the order in which they run. */
import json from './json/scenario.js';
import mediators from './mediators/scenario.js';
import passThrough from './pass-through/scenario.js';
import routing from './routing/scenario.js';
import soap from './soap/scenario.js';
import tokenCached from './token-cached/scenario.js';
import tokenPerCall from './token-per-call/scenario.js';

/**
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} title
 * @property {import('./contestants.js').Contestant[]} contestants
 * @property {import('../harness/load/index.js').LoadRequest[]} requests `expected` is the body of the answer
 * @property {'bytes' | 'json' | 'xml'} answer how an answer is first compared with the expected one; under load all
 *   bytes must be those of that first answer
 * @property {Record<string, string>} [answerHeaders] that the first answer must have
 * @property {{ratio?: {atLeast: number}, memory?: {atMost: number}, perMediator?: {atMost: number}}} targets
 * @property {(seen: {tokens: number, requests: number}) => string | undefined} [check] what is wrong with the calls of the
 *   token server for so many answered requests
 */

/** @type {Scenario[]} */
export const scenarios = [...passThrough, tokenPerCall, tokenCached, ...json, soap, routing, mediators];
