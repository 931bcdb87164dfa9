/** Findings about `${...}` expressions that the reference accepts but that fail in every message. */
export const synapseCodes = {
  'synapse/wrong-arguments': {
    severity: 'warning',
    message: '{name}() is called with {count} argument(s): the result is always empty.',
    advice: 'It takes {counts}.',
  },
  'synapse/wrong-operand': {
    severity: 'warning',
    message: '{operator} does not take {operand}: the result is always empty.',
  },
  'synapse/wrong-condition': {
    severity: 'warning',
    message: '{operator} does not take {operand}: the result is always empty.',
    advice: 'and, or bind tighter than comparisons: put each comparison in parentheses.',
  },
  'synapse/bad-path': {
    severity: 'warning',
    message: 'The path {path} cannot be read, a fault in every message: {reason}.',
  },
  'synapse/bad-text': { severity: 'warning', message: '{name}() cannot use {text}: {reason}.' },
} as const;
