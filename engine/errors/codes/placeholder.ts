/** Findings about places in a text that are filled in: `{...}` inside JSONPath, `$SYSTEM:NAME`, `${configs.name}`. */
export const placeholderCodes = {
  'placeholder/invalid-expression': {
    severity: 'warning',
    message: '{text} is no expression, so each evaluation of the path will fail: {reason}',
    advice: 'Braces inside a JSONPath hold an XPath expression or json-eval().',
  },
  'placeholder/unknown-name': {
    severity: 'error',
    message: 'There is no {kind} named {name}.',
  },
} as const;
