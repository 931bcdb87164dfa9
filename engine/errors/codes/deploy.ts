/** Findings about the artifacts of a deployment among each other. */
export const deployCodes = {
  'deploy/unresolved': {
    severity: 'error',
    message: 'There is no {target} with the key {key}.',
    advice: 'The flow fails when it gets here. Deploy the {target}, or correct the key.',
  },
  'deploy/duplicate': {
    severity: 'error',
    message: 'The {kind} {name} cannot be added: the name is taken already, at {other}.',
  },
  'deploy/duplicate-context': {
    severity: 'error',
    message: 'URL context: {context} is already registered with the API: {name}, at {other}.',
    advice: 'Give the API another context, or a version of its own.',
  },
  'deploy/replaced': { severity: 'warning', message: '{name} is defined again at {other}, which replaces this one.' },
  'deploy/duplicate-resource': {
    severity: 'error',
    message: 'Another resource {mapping} of this API takes the same method.',
  },
  'deploy/missing-class': {
    severity: 'error',
    message: 'Error loading class : {class} - Class not found',
    advice: 'Java classes cannot run here; register a TypeScript function under this name.',
  },
  'deploy/handler-not-run': {
    severity: 'warning',
    message: 'The handler {class} is not run; the rules of the server for cross-origin requests apply.',
  },
  'deploy/not-run': {
    severity: 'warning',
    message: 'The {element} {name} is read, but this engine does not run artifacts of this kind.',
  },
  'deploy/store-not-emptied': {
    severity: 'warning',
    message: 'Nothing takes messages out of the message store {name}: after {limit} of them storing fails.',
  },
  'deploy/entry-not-loaded': {
    severity: 'warning',
    message: 'The content of {src} is not loaded.',
    advice: 'Write the content into the local entry.',
  },
  'deploy/misplaced-artifact': {
    severity: 'error',
    message: 'Invalid configuration element at the top level: {name}',
  },
} as const;
