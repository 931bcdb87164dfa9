export { type CodeEntry, type FindingCode, findingCodes } from './codes/index.js';
export { describeFinding } from './excerpt.js';
export { errorCodes, Fault, type FaultOptions, toFault } from './fault.js';
export { type Finding, type FindingValues, finding, Report, type Severity } from './finding.js';
export { findingsPage } from './findings-page.js';
export { nearestName } from './nearest.js';
export { formatPlace, type Place } from './place.js';
