import type { Place } from './place.js';

/** Numeric ERROR_CODEs of the reference engine, by our names for them. */
export const errorCodes = {
  mediation: 0,
  receiverSending: 101000,
  receiverReceiving: 101001,
  senderSending: 101500,
  senderReceiving: 101501,
  connectionFailed: 101503,
  timeout: 101504,
  connectionClosed: 101505,
  protocolViolation: 101506,
  connectCancelled: 101507,
  connectTimeout: 101508,
  sendAborted: 101509,
  responseProcessing: 101510,
  groupNotReady: 303000,
  endpointNotReady: 303001,
  authenticationFailed: 303003,
  endpointNotFound: 305100,
  calloutFailed: 401000,
  blockingCallFailed: 401001,
  blockingSenderFailed: 401002,
  callNotMade: 401003,
  soapFault: 500000,
  templateParameterMissing: 500101,
  bodyParsing: 601000,
} as const;

/** What a fault carries besides its message. */
export interface FaultOptions {
  /** ERROR_CODE for the fault sequence: a number as a rule, a text from throwError. Default 0, a mediation error. */
  readonly errorCode?: number | string;
  /** ERROR_DETAIL; default: message and place. */
  readonly detail?: string;
  readonly place?: Place;
  readonly cause?: unknown;
  /** The error properties are set already (throwError, sending faults): handlers must not overwrite them. */
  readonly propertiesSet?: boolean;
  /** A backend could not be reached or used: the status of the answer stays as it is. Default false. */
  readonly sending?: boolean;
  /** Set when a body could not be parsed, see Fault.parsing. */
  readonly parsing?: Fault['parsing'];
}

/**
 * A run-time error of a flow. It travels as an exception up to the run loop, which hands it to the message's fault
 * handlers; its message becomes ERROR_MESSAGE (first line). Never put a secret into it.
 */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly errorCode: number | string;
  readonly detail: string | undefined;
  readonly propertiesSet: boolean;
  readonly sending: boolean;
  /**
   * A body turned out to be malformed. `wrapped`: the reader of the reference engine knows it as a parsing error
   * wherever it happens; `bare`: only once a list of mediators has passed it on to an outer one (message-model 10).
   */
  readonly parsing: 'wrapped' | 'bare' | undefined;
  /** Lists of mediators that the fault has left on its way out. */
  lists = 0;
  /** The mediator that failed; set by the run loop when the thrower did not know it. */
  place: Place | undefined;

  constructor(message: string, options: FaultOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.errorCode = options.errorCode ?? errorCodes.mediation;
    this.detail = options.detail;
    this.place = options.place;
    this.propertiesSet = options.propertiesSet ?? false;
    this.sending = options.sending ?? false;
    this.parsing = options.parsing;
  }
}

/** The fault for anything thrown inside a flow: a Fault as it is, anything else wrapped with its own message. */
export function toFault(thrown: unknown): Fault {
  if (thrown instanceof Fault) return thrown;
  if (isStackOverflow(thrown)) return new Fault('The flow is nested too deeply; a sequence or template calls itself');
  const message = thrown instanceof Error && thrown.message ? thrown.message : '';
  return new Fault(message || 'Runtime error occurred while mediating the message', { cause: thrown });
}

function isStackOverflow(thrown: unknown): boolean {
  return thrown instanceof RangeError && thrown.message.includes('call stack');
}
