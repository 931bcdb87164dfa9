import { type ResourceTemplate, ResourceTemplateError, readResourceTemplate } from './resource-template.js';
import { exactPath, readUrlMapping, type UrlMapping } from './url-mapping.js';

/** How a resource recognises its paths. */
export type Mapping = UrlMapping | ResourceTemplate;

export type { ResourceTemplate, UrlMapping };
export { exactPath, ResourceTemplateError, readResourceTemplate, readUrlMapping };
