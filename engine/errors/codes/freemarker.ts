/** Findings about FreeMarker templates. */
export const freemarkerCodes = {
  'freemarker/syntax': { severity: 'error', message: 'The FreeMarker template is not valid: {reason}' },
} as const;
