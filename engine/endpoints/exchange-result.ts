import { errorCodes } from '../errors/index.js';
import type { Message, OutboundResponse } from '../message/index.js';
import { CONTINUE, type Outcome, STOP } from '../run/index.js';
import { isFaultStatus, noAnswer, statusFailure } from './blocking.js';
import type { LeafDefinition } from './definition.js';
import { drain } from './exchange.js';
import { type FailureReport, givenUp, reportFailure, SendFault, transportFailure } from './faults.js';
import { leafLabel } from './leaf-label.js';
import type { AnswerLimit } from './limits.js';
import { routeToOnError } from './routing.js';
import { endpointSettings } from './settings.js';
import { inspectAnswer, wantsSoapFaults } from './soap-fault.js';
import type { EndpointState, StateRules } from './state.js';
import { logFailed, logRecovered } from './state-log.js';
import { TransportError } from './transport-error.js';

/** How a failure is dealt with. */
interface FailureHandling {
  /** The failure says something about the backend. Default true. */
  readonly touchesState?: boolean;
  /** No group may try another child. */
  readonly final?: boolean;
  readonly emptiesBody?: boolean;
}

/** What becomes of an exchange: the endpoint's state, the message, and where a fault goes (endpoints sheet, section 4). */
export class ExchangeResult {
  constructor(
    readonly definition: LeafDefinition,
    readonly state: EndpointState,
    /** The endpoint is part of a group. */
    readonly child: boolean,
  ) {}

  /** There is no answer. */
  unanswered(message: Message, error: TransportError, limit: AnswerLimit, blocking: boolean): Outcome {
    const expired = error.kind === 'timeout' && error.limit === 'total';
    if (expired) {
      const owner = limit.owner === 'endpoint' ? 'the endpoint' : 'the request';
      message.log(
        'warn',
        `Endpoint : ${leafLabel(this.definition, message)} : no answer within the ${limit.duration} ms that ${owner} has`,
      );
    }
    // Neither the caller's haste nor its departure says anything about the backend.
    const outside = error.kind === 'aborted' || (expired && limit.owner === 'request');
    if (blocking) return this.#fail(message, noAnswer(message, error), { touchesState: !outside, final: outside });
    const { action } = this.definition.timeout;
    // Without responseAction the reference engine forgets the request, and its client hangs; here it ends with a fault.
    const forgotten = expired && action === 'none';
    const emptied = expired && !message.services.settings.preservePayloadOnTimeout;
    return this.#fail(message, transportFailure(error), {
      touchesState: !outside && !forgotten,
      final: outside || forgotten,
      emptiesBody: emptied,
    });
  }

  /** The answer of a non-blocking call: whatever its status, it takes the message over. */
  takeNonBlocking(message: Message, answer: OutboundResponse): Outcome | Promise<Outcome> {
    if (!wantsSoapFaults(message)) return this.#answered(message, answer);
    return inspectAnswer(message, answer).then(({ response, isSoapFault }) => {
      if (!isSoapFault) return this.#answered(message, response);
      if (!this.child) message.takeAnswer(response);
      return this.#fail(message, { code: errorCodes.soapFault, message: undefined, sending: true });
    });
  }

  #answered(message: Message, answer: OutboundResponse): Outcome {
    this.#succeeded(message);
    message.takeAnswer(answer);
    return CONTINUE;
  }

  /** The answer of a blocking call, whose status may be a fault. */
  takeBlocking(message: Message, response: OutboundResponse): Outcome | Promise<Outcome> {
    const { definition } = this;
    const oauth = definition.kind === 'http' && definition.authentication?.kind === 'oauth';
    if (isFaultStatus(message, response.status, oauth)) {
      drain(response);
      return this.#fail(message, statusFailure(message, response));
    }
    if (!wantsSoapFaults(message)) return this.#answeredBlocking(message, response);
    return inspectAnswer(message, response).then((inspected) => {
      if (!inspected.isSoapFault) return this.#answeredBlocking(message, inspected.response);
      return this.#fail(message, noAnswer(message, new TransportError('protocol', 0, 'The answer is a SOAP fault')));
    });
  }

  #answeredBlocking(message: Message, response: OutboundResponse): Outcome | Promise<Outcome> {
    this.#succeeded(message);
    const taking = message.takeBlockingAnswer(response);
    return taking ? taking.then(() => CONTINUE) : CONTINUE;
  }

  #succeeded(message: Message): void {
    const before = this.state.name;
    if (before === 'ACTIVE') return;
    this.state.succeeded();
    if (this.state.name === 'ACTIVE') logRecovered(message, leafLabel(this.definition, message), before);
  }

  /** Changes the state, writes the error properties, and hands the fault to whoever is next. */
  #fail(message: Message, failure: FailureReport, handling: FailureHandling = {}): Outcome {
    const { definition } = this;
    if ((handling.touchesState ?? true) && definition.kind !== 'to') {
      const change = this.state.failed(failure.code, this.#rules(message), message.services.clock);
      if (change) logFailed(message, leafLabel(this.definition, message), change);
    }
    reportFailure(message, failure);
    if (definition.timeout.action === 'discard') {
      message.log('info', 'Ignoring fault handlers since the timeout action is set to DISCARD');
      return STOP;
    }
    const owned = routeToOnError(message, definition.onError, failure.code);
    const { disabled, enabled } = definition.retry;
    const fault = new SendFault(failure.message ?? '', failure.code, {
      final: owned || (handling.final ?? false),
      retry: !disabled.has(failure.code) && (enabled.size === 0 || enabled.has(failure.code)),
      emptiesBody: handling.emptiesBody ?? false,
      cause: failure.exception,
    });
    throw this.child && !fault.final ? fault : givenUp(message, fault);
  }

  #rules({ services }: Message): StateRules {
    const { suspension, childSuspension } = endpointSettings(services.settings);
    return {
      marking: this.definition.marking,
      suspension: this.definition.suspension,
      defaults: this.child ? childSuspension : suspension,
    };
  }
}
