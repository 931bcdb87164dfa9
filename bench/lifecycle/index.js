/** What is not measured under load: the start, and the swap of a deployment. */
import { reload } from './reload.js';
import { start } from './start.js';

export const lifecycle = [...start, reload];
