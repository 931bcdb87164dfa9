/** Findings about the XML text of an artifact. */
export const xmlCodes = {
  'xml/malformed': { severity: 'error', message: 'The XML is not well-formed: {reason}.' },
  'xml/not-utf8': {
    severity: 'error',
    message: 'The file is not valid {encoding} text.',
    advice: 'Save the file as UTF-8.',
  },
  'xml/unknown-encoding': {
    severity: 'error',
    message: 'The encoding {encoding} is not known.',
    advice: 'Save the file as UTF-8.',
  },
  'xml/doctype': {
    severity: 'error',
    message: 'A document type declaration is not allowed.',
    advice: 'Remove the DOCTYPE and write entities as characters.',
  },
  'xml/too-large': { severity: 'error', message: 'The file has {size} bytes; the limit is {limit}.' },
  'xml/too-deep': { severity: 'error', message: 'Elements are nested more than {limit} levels deep.' },
  'xml/empty': { severity: 'error', message: 'The file holds no element.' },
} as const;
