export { type Clock, ManualClock, systemClock, type Timer } from './clock.js';
export { type RandomSource, SeededRandom, systemRandom } from './random.js';
