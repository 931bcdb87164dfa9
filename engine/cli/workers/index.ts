export { startSeveral } from './start-several.js';
