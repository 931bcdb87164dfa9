/** Findings about expressions, templates and patterns inside attributes and texts. */
export const expressionCodes = {
  'expression/xpath-syntax': { severity: 'error', message: 'Invalid XPath expression: {reason}.' },
  'expression/jsonpath-syntax': { severity: 'error', message: 'Invalid JSONPath expression: {reason}.' },
  'expression/jsonpath-ignored': {
    severity: 'warning',
    message: 'The last character of the JSONPath, {text}, is ignored.',
  },
  'expression/synapse-syntax': { severity: 'error', message: 'Invalid Synapse expression: {reason}.' },
  'expression/ignored-character': {
    severity: 'warning',
    message: 'A Synapse expression cannot hold {text} here; the character is ignored.',
  },
  'expression/uri-template-syntax': { severity: 'error', message: 'Invalid URI template: {reason}.' },
  'expression/regex-syntax': { severity: 'error', message: 'Invalid regular expression: {reason}.' },
  'expression/regex-unsupported': {
    severity: 'error',
    message: 'The regular expression uses {construct}, which this engine does not run.',
  },
  'expression/not-allowed': { severity: 'error', message: 'A {language} expression is not allowed here.' },
} as const;
