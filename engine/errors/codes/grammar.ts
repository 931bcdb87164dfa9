/** Findings about elements, attributes and references of an artifact. */
export const grammarCodes = {
  'grammar/unknown-root': { severity: 'error', message: 'The root element {name} is not an artifact.' },
  'grammar/unknown-mediator': {
    severity: 'error',
    message: 'Unknown mediator referenced by configuration element : {name}',
    advice: 'Check the name and its namespace.',
  },
  'grammar/unsupported-mediator': {
    severity: 'error',
    message: 'The mediator {name} of the reference engine is not part of this engine.',
  },
  'grammar/unknown-element': { severity: 'warning', message: 'The element {name} is not known here and is ignored.' },
  'grammar/misplaced-element': { severity: 'error', message: 'The element {name} is not allowed here.' },
  'grammar/unknown-attribute': {
    severity: 'warning',
    message: 'The attribute {name} is not known here and is ignored.',
  },
  'grammar/ignored': { severity: 'warning', message: '{name} has no effect here: {reason}.' },
  'grammar/missing-attribute': { severity: 'error', message: 'The attribute {name} is required.' },
  'grammar/missing-element': { severity: 'error', message: 'The element {name} is required.' },
  'grammar/missing-one-of': { severity: 'error', message: 'One of {names} is required.' },
  'grammar/losing-alternative': { severity: 'warning', message: '{name} has no effect beside {winner}.' },
  'grammar/bad-value': { severity: 'error', message: '{value} is not a valid value of {name}: {reason}.' },
  'grammar/key-on-definition': {
    severity: 'error',
    message: 'The sequence {name} is defined here and must not name another one with key.',
  },
  'grammar/placeholder': {
    severity: 'warning',
    message: '{value} is taken as it stands; it looks like a placeholder that was not filled in.',
    advice: 'Put the real value in its place; for an expression use the attribute expression.',
  },
  'grammar/duplicate-element': { severity: 'warning', message: 'Only the first {name} is read.' },
} as const;
