export { compileUriTemplate, type UriTemplate } from './compile.js';
