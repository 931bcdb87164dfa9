export type { FtlLimits, FtlSurroundings } from './environment.js';
export { FtlFailure, type FtlPosition, FtlStop, FtlSyntaxError, positionAt } from './failure.js';
export { jsonModel } from './json-model.js';
export { FreeMarkerTemplate } from './template.js';
export { FtlHash, FtlSequence, type FtlValue } from './value.js';
export { DocumentModel } from './xml-model.js';
