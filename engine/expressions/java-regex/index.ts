export { compileJavaRegex, dynamicJavaRegex } from './compile.js';
export type { JavaMatch } from './engines.js';
export type { JavaRegex } from './java-regex.js';
