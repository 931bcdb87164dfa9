export { completionData } from './completion.js';
export type { DescribedElement } from './described.js';
export { referenceIndex, referencePage } from './reference-page.js';
export { schemaDocument } from './schema-document.js';
