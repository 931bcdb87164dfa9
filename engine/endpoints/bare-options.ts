import type { LeafOptions } from './definition.js';

/** The options of an endpoint that says nothing: what a call without endpoint has, and members of groups. */
export const bareOptions: LeafOptions = {
  timeout: { duration: undefined, action: 'none' },
  marking: { errorCodes: new Set(), retries: 0, delay: 0 },
  suspension: { errorCodes: new Set(), initial: undefined, factor: undefined, maximum: Number.POSITIVE_INFINITY },
  retry: { disabled: new Set(), enabled: new Set() },
  format: undefined,
  encoding: undefined,
  optimize: undefined,
  addressing: undefined,
  security: false,
};
