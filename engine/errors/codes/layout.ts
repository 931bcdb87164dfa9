/** Findings about where the files of a deployment lie and how they follow each other. */
export const layoutCodes = {
  'layout/unreadable': { severity: 'error', message: 'The file cannot be read: {reason}.' },
  'layout/wrong-folder': {
    severity: 'error',
    message: 'Files of this folder must have the root element {expected}, not {found}.',
    advice: 'Move the file to the folder for its kind.',
  },
  'layout/already-exists': {
    severity: 'error',
    message: 'The {kind} {name} exists already, in {other}, and that one goes on serving.',
    advice: 'Choose another name, or remove the other file first.',
  },
  'layout/nothing-found': {
    severity: 'error',
    message: 'There is nothing to deploy here.',
    advice: 'Name a folder with api, sequences, endpoints or local-entries below it, a synapse.xml, or an artifact.',
  },
} as const;
