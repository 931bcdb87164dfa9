/** Findings about scripts. */
export const scriptCodes = {
  'script/no-engine': {
    severity: 'error',
    message: 'No script engine found for language: {language}',
    advice: 'Scripts run here in js, graalJs, nashornJs and rhinoJs; other languages need a Java machine.',
  },
  'script/syntax': { severity: 'error', message: 'The script is not JavaScript: {reason}' },
  'script/e4x': {
    severity: 'warning',
    message: 'The script uses XML literals (E4X), which only the old Rhino engine knows: it fails when it is run.',
    advice: 'Write XML as text: mc.setPayloadXML("<a>" + x + "</a>").',
  },
} as const;
