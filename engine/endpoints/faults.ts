import { errorCodes, Fault } from '../errors/index.js';
import { JavaNumber, type Message } from '../message/index.js';
import type { TransportError, TransportErrorKind } from './transport-error.js';

/** See the fields of SendFault. */
export interface SendFaultOptions {
  readonly final?: boolean;
  readonly retry?: boolean;
  readonly emptiesBody?: boolean;
  readonly cause?: unknown;
}

/** A fault of an endpoint, and who may still take care of the message. */
export class SendFault extends Fault {
  /**
   * No group may try another child: the endpoint's own `onError` takes over, the caller has gone, or sending again
   * would be wrong. Otherwise the codes of `retry` decide.
   */
  readonly final: boolean;
  /** Whether a group may try another child after this fault; `retryConfig` of the endpoint that failed. */
  readonly retry: boolean;
  /** The body is to be taken from the message before its fault handlers run, but not before another child gets it. */
  readonly emptiesBody: boolean;

  constructor(message: string, code: number, options: SendFaultOptions = {}) {
    super(message, {
      errorCode: code,
      propertiesSet: true,
      sending: true,
      ...(options.cause === undefined ? {} : { cause: options.cause }),
    });
    this.final = options.final ?? false;
    this.retry = options.retry ?? true;
    this.emptiesBody = options.emptiesBody ?? false;
  }
}

/** What a failed exchange writes to the message (endpoints sheet, section 4). */
export interface FailureReport {
  readonly code: number;
  /** Undefined: ERROR_MESSAGE is taken away. */
  readonly message: string | undefined;
  /** Undefined: ERROR_DETAIL and ERROR_EXCEPTION are left as they are. */
  readonly detail?: string;
  readonly exception?: Fault | string;
  /** Only for errors of the transport. */
  readonly transport?: { readonly base: number; readonly state: number };
  /** A sending fault proper, not one that was found before anything was sent. */
  readonly sending: boolean;
}

/** Sets the error properties, over any older ones. */
export function reportFailure(message: Message, failure: FailureReport): void {
  const { properties } = message;
  properties.set('ERROR_CODE', int(failure.code));
  if (failure.message === undefined) properties.delete('ERROR_MESSAGE');
  else properties.set('ERROR_MESSAGE', failure.message);
  if (failure.detail !== undefined) properties.set('ERROR_DETAIL', failure.detail);
  if (failure.exception !== undefined) properties.set('ERROR_EXCEPTION', failure.exception);
  if (failure.sending) properties.set('SENDING_FAULT', true);
  if (failure.transport) {
    properties.set('BASE_ERROR_CODE', int(failure.transport.base));
    properties.set('PROTOCOL_STATE_ON_FAILURE', int(failure.transport.state));
  }
  message.axis2.delete('NO_KEEPALIVE');
}

/** Hands a fault over to the flow: no child will get the message any more. */
export function givenUp(message: Message, fault: SendFault): SendFault {
  if (fault.emptiesBody) message.emptyBody();
  return fault;
}

/** Takes the error properties away, as a group does before each attempt. */
export function clearFailure({ properties }: Message): void {
  for (const name of ['ERROR_CODE', 'ERROR_MESSAGE', 'ERROR_DETAIL', 'ERROR_EXCEPTION']) properties.delete(name);
}

/** Fault of an endpoint that was found before anything was sent; a group may try another child. */
export function refuse(
  message: Message,
  code: number,
  text: string,
  options: { final?: boolean; cause?: unknown } = {},
): SendFault {
  reportFailure(message, { code, message: text, detail: text, exception: text, sending: false });
  return new SendFault(text, code, options);
}

/**
 * A call that could not be made at all: nothing was sent, and no endpoint's state is touched.
 * @param reason what the transport would have said; undefined for an error inside the engine
 */
export function callNotMade(message: Message, reason: string | undefined, cause?: unknown): SendFault {
  const text = reason ?? 'Error while performing the call operation';
  const code = reason === undefined ? errorCodes.mediation : errorCodes.callNotMade;
  const fault = new SendFault(text, code, { final: true, cause });
  reportFailure(message, { code, message: text, detail: describe(text, cause), exception: fault, sending: true });
  return fault;
}

const bases: Readonly<Record<TransportErrorKind, number>> = {
  refused: errorCodes.connectionFailed,
  'unknown-host': errorCodes.connectionFailed,
  'connect-timeout': errorCodes.connectTimeout,
  timeout: errorCodes.timeout,
  reset: errorCodes.senderSending,
  closed: errorCodes.connectionClosed,
  protocol: errorCodes.protocolViolation,
  tls: errorCodes.senderSending,
  aborted: errorCodes.sendAborted,
  full: errorCodes.timeout,
};

/** Error code and message of a transport error, by the rules for non-blocking calls: base code plus protocol state. */
export function transportFailure(error: TransportError): FailureReport {
  if (error.kind === 'timeout' && error.limit === 'total') {
    return { code: errorCodes.timeout, message: 'Send timeout', sending: false };
  }
  const base = bases[error.kind];
  return {
    code: base + error.state,
    message: textOf(error),
    detail: describe(textOf(error), error),
    exception: new Fault(textOf(error), { errorCode: base + error.state, cause: error }),
    transport: { base, state: error.state },
    sending: true,
  };
}

function textOf({ kind, message }: TransportError): string {
  if (kind === 'full') return message;
  const connecting = kind === 'refused' || kind === 'unknown-host' || kind === 'connect-timeout';
  return connecting ? 'Error connecting to the back end' : 'Error in Sender';
}

/** Stands in for the stack trace of the reference: what lies beneath, and no source of this program. */
function describe(text: string, cause: unknown): string {
  const lines = [text];
  for (let next = cause; next instanceof Error; next = next.cause) lines.push(`Caused by: ${next.message}`);
  return lines.join('\n');
}

function int(value: number): JavaNumber {
  return new JavaNumber('int', value);
}
