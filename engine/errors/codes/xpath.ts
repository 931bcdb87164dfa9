/** Findings about XPath expressions that the reference accepts but that cannot do what they say. */
export const xpathCodes = {
  'xpath/unknown-function': {
    severity: 'warning',
    message: 'There is no function {name}(): a fault when it is called.',
  },
  'xpath/wrong-arguments': {
    severity: 'warning',
    message: '{signature} is called with {count} argument(s): a fault when it is evaluated.',
  },
  'xpath/unknown-variable': { severity: 'warning', message: 'There is no variable {name}: a fault when it is read.' },
  'xpath/unbound-prefix': {
    severity: 'warning',
    message: 'The prefix {prefix} is not bound: a fault when a node is compared with this name.',
    advice: 'Declare it with xmlns:{prefix} on this element or above.',
  },
  'xpath/empty-name': { severity: 'warning', message: 'No name stands behind {prefix}:, so nothing is ever selected.' },
  'xpath/ignored-text': {
    severity: 'warning',
    message: 'The text that starts here has no closing quote and is ignored.',
    advice: 'Remove it.',
  },
} as const;
