import { errorCodes, Fault } from '../errors/index.js';
import { XmlSyntaxError } from '../xml/index.js';
import { JsonSyntaxError } from './json/index.js';

const BUILD_FAILURE = 'Error while building message. Error while building Passthrough stream';

/**
 * The fault of a body that cannot be built (message-model sheet 4): ERROR_CODE 601000 wherever it happens.
 * @param cause the reader's error, or what is wrong
 */
export function buildFault(cause: Error | string): Fault {
  const error = typeof cause === 'string' ? new Error(cause) : cause;
  return new Fault(BUILD_FAILURE, {
    errorCode: errorCodes.bodyParsing,
    detail: `${BUILD_FAILURE}\nCaused by: ${error.message}`,
    cause: error,
    parsing: 'wrapped',
  });
}

/** The fault of a body whose stream broke off or grew too large: no parsing error. */
export function readFault(reason: string, cause?: unknown): Fault {
  return new Fault(BUILD_FAILURE, { detail: `${BUILD_FAILURE}\nCaused by: ${reason}`, cause });
}

/**
 * The fault of a body that was built and turns out to be malformed when a view of it is read: 601000 only once it has
 * left a list of mediators (message-model sheet 10). What is no syntax error is thrown on.
 */
export function viewFault(error: unknown): Fault {
  if (error instanceof XmlSyntaxError || error instanceof JsonSyntaxError) {
    return new Fault(error.message, { cause: error, parsing: 'bare' });
  }
  throw error;
}
