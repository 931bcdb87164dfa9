/** Findings of single mediators. */
export const mediatorCodes = {
  'mediator/not-convertible': {
    severity: 'error',
    message:
      'Unknown type : {type} for the {element} mediator or the {element} value cannot be converted into the specified type.',
  },
  'mediator/invalid': { severity: 'error', message: '{reason}' },
  'mediator/suspicious': { severity: 'warning', message: '{reason}' },
} as const;
