/** Findings about FreeMarker templates. */
export const freemarkerCodes = {
  'freemarker/syntax': { severity: 'error', message: 'The FreeMarker template is not valid: {reason}' },
  'freemarker/unknown-name': {
    severity: 'warning',
    message: 'Nothing sets the variable {name}: the template fails when it gets here.',
    advice: 'The message is in payload, args, ctx, axis2, trp and vars; a default is written {name}!"…".',
  },
} as const;
