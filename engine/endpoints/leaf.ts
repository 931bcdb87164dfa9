import { errorCodes, Fault, formatPlace } from '../errors/index.js';
import { type Message, type OutboundRequest, type OutboundResponse, valueText } from '../message/index.js';
import { CONTINUE, type Outcome } from '../run/index.js';
import { type AddressOf, addressOf } from './address.js';
import type { Authentication } from './authentication.js';
import { blockingMethod, followRedirects } from './blocking.js';
import type { HttpDefinition, LeafDefinition } from './definition.js';
import { authorizerOf, type Endpoint, type SendOptions } from './endpoint.js';
import { drain, type PreparedRequest, sendAgain } from './exchange.js';
import { ExchangeResult } from './exchange-result.js';
import { callNotMade, refuse, SendFault } from './faults.js';
import { leafLabel } from './leaf-label.js';
import { type AnswerLimit, answerLimit } from './limits.js';
import { applyProperties } from './properties.js';
import { endpointSettings } from './settings.js';
import { EndpointState } from './state.js';
import { protocolStates, TransportError } from './transport-error.js';
import { appendPostfix, isHttpUrl, postfixFor, withoutUserInfo } from './url.js';
import { wireRequest } from './wire-request.js';

const anonymous = 'http://www.w3.org/2005/08/addressing/anonymous';

/** What a request is written for. */
interface Aim {
  /** The URL of the endpoint, without the rest of the path. */
  readonly address: string;
  readonly limit: AnswerLimit | undefined;
  readonly blocking: boolean;
}

interface Credentials {
  readonly authorization: string | undefined;
  /** The request can be sent again with other ones. */
  readonly repeatable: boolean;
  readonly renew: PreparedRequest['renew'];
}

const withoutCredentials: Credentials = { authorization: undefined, repeatable: false, renew: undefined };

interface UnansweredRequest {
  readonly request: OutboundRequest;
  readonly limit: AnswerLimit;
  readonly blocking: boolean;
}

/** An endpoint that sends by itself: http, address, default, wsdl (endpoints sheet, sections 1 to 5). */
export class LeafEndpoint implements Endpoint {
  readonly state = new EndpointState();
  readonly contentAware: boolean;
  readonly #address: AddressOf;
  readonly #result: ExchangeResult;

  /**
   * @param child it is part of a group, which sees to it that it is ready
   * @param address default: by its definition
   */
  constructor(
    readonly definition: LeafDefinition,
    readonly child: boolean,
    address: AddressOf = addressOf(definition),
  ) {
    const { format, optimize, addressing, kind } = definition;
    this.#address = address;
    this.#result = new ExchangeResult(definition, this.state, child);
    const inEnvelope = addressing !== undefined || optimize !== undefined;
    this.contentAware = (format !== undefined && format !== 'rest') || inEnvelope || kind === 'to';
  }

  get name(): string | undefined {
    return this.definition.name;
  }

  get kind(): string {
    return this.definition.kind;
  }

  ready(message: Message): boolean {
    return this.state.ready(message.services.clock);
  }

  send(message: Message, { blocking, outOnly }: SendOptions): Promise<Outcome> {
    if (outOnly) return this.#sendOneWay(message);
    try {
      if (!blocking) message.exchange.leaveThread();
      const limit = answerLimit(message, this.definition);
      return this.#exchange(message, this.#prepare(message, limit, blocking), limit, blocking);
    } catch (thrown) {
      return Promise.reject(thrown);
    }
  }

  /** The one place of a send that waits: for what could not be prepared at once, and for the answer. */
  async #exchange(
    message: Message,
    preparing: PreparedRequest | Promise<PreparedRequest>,
    limit: AnswerLimit,
    blocking: boolean,
  ): Promise<Outcome> {
    const prepared = preparing instanceof Promise ? await preparing : preparing;
    const { outbound } = message.services;
    let response: OutboundResponse;
    try {
      response = await outbound.send(prepared.request);
      if (response.status === 401 && prepared.renew) response = await sendAgain(outbound, prepared, response);
      if (blocking) response = await followRedirects(message, outbound, prepared.request, response);
    } catch (thrown) {
      return this.#unanswered(message, thrown, { request: prepared.request, limit, blocking });
    }
    return blocking ? this.#result.takeBlocking(message, response) : this.#result.takeNonBlocking(message, response);
  }

  #unanswered(message: Message, thrown: unknown, { request, limit, blocking }: UnansweredRequest): Outcome {
    if (!(thrown instanceof TransportError)) throw this.#refusal(message, thrown);
    if (thrown.kind === 'protocol' && thrown.state === protocolStates.requestReady) {
      // The message itself cannot be sent (a line break in a header …), which is not the backend's fault.
      throw callNotMade(message, thrown.message, thrown);
    }
    giveBack(message, request.body);
    return this.#result.unanswered(message, thrown, limit, blocking);
  }

  /** A copy is sent and nobody waits; what goes wrong is only logged, and no state changes. */
  async #sendOneWay(message: Message): Promise<Outcome> {
    if (!message.built) await message.build();
    const copy = message.copy();
    message.exchange.leaveThread();
    const failed = (thrown: unknown) =>
      message.log(
        'warn',
        `Endpoint : ${leafLabel(this.definition, message)} : the one-way message was not delivered : ${textOf(thrown)}`,
      );
    try {
      const { request } = await this.#prepare(copy, undefined, false);
      message.services.outbound.send(request).then(drain, failed);
    } catch (thrown) {
      failed(thrown);
    }
    return CONTINUE;
  }

  /** Everything up to the wire; a promise only where something has to be waited for. Throws SendFault. */
  #prepare(
    message: Message,
    limit: AnswerLimit | undefined,
    blocking: boolean,
  ): PreparedRequest | Promise<PreparedRequest> {
    try {
      const address = this.#resolve(message);
      this.#checkReady(message);
      this.#checkSecurity(message);
      const { definition } = this;
      const authentication = definition.kind === 'http' ? definition.authentication : undefined;
      const aim = { address, limit, blocking };
      const preparing = authentication
        ? this.#authorizeAndWrite(message, aim, authentication)
        : this.#write(message, aim);
      if (!(preparing instanceof Promise)) return preparing;
      return preparing.catch((thrown: unknown) => {
        throw this.#refusal(message, thrown);
      });
    } catch (thrown) {
      throw this.#refusal(message, thrown);
    }
  }

  async #authorizeAndWrite(message: Message, aim: Aim, { kind }: Authentication): Promise<PreparedRequest> {
    const { address } = aim;
    const repeatable = kind === 'oauth' && !endpointSettings(message.services.settings).noRepetition;
    if (repeatable && !message.built) await message.build();
    const authorization = await this.#authorize(message, address);
    const renew = repeatable ? () => this.#authorize(message, address, authorization) : undefined;
    return this.#write(message, aim, { authorization, repeatable, renew });
  }

  /** Writes the request, once its body and its credentials are there. */
  #write(message: Message, aim: Aim, credentials = withoutCredentials): PreparedRequest | Promise<PreparedRequest> {
    applyProperties(message, this.definition.properties);
    const building = this.contentAware && !message.built ? message.build() : undefined;
    return building
      ? building.then(() => this.#writeBuilt(message, aim, credentials))
      : this.#writeBuilt(message, aim, credentials);
  }

  #writeBuilt(
    message: Message,
    { address, limit, blocking }: Aim,
    { authorization, repeatable, renew }: Credentials,
  ): PreparedRequest | Promise<PreparedRequest> {
    const { definition } = this;
    const postfix = postfixFor(message, definition, blocking);
    const url = postfix === '' ? address : appendPostfix(address, postfix, definition.kind === 'default' && !blocking);
    const named = this.#method(message);
    const method = blocking ? blockingMethod(named) : named;
    const writing = wireRequest(message, definition, { url, method, blocking, limit, authorization, repeatable });
    return writing instanceof Promise ? writing.then((request) => ({ request, renew })) : { request: writing, renew };
  }

  /** The URL of the endpoint for this message, without the rest of the path. */
  #resolve(message: Message): string {
    const { definition } = this;
    const address = this.#address(message);
    if (address === undefined) throw callNotMade(message, "Service url, Endpoint or 'To' header is required");
    if (definition.kind === 'default' && address === anonymous) {
      throw refuse(message, errorCodes.endpointNotReady, `'To' header was set to ${anonymous}`);
    }
    if (!isHttpUrl(address)) {
      throw callNotMade(
        message,
        `The system cannot infer the transport information from the ${withoutUserInfo(address)} URL.`,
      );
    }
    if (definition.kind === 'http') {
      message.to = address;
      if (definition.method !== undefined) message.setProperty('default', 'HTTP_METHOD', definition.method);
    }
    return address;
  }

  #method(message: Message): string {
    const { definition } = this;
    if (definition.format === 'get') return 'GET';
    if (definition.format === 'soap11' || definition.format === 'soap12') return 'POST';
    if (definition.kind === 'http' && definition.method !== undefined) return definition.method;
    return valueText(message.getProperty('axis2', 'HTTP_METHOD'))?.toUpperCase() || 'POST';
  }

  #checkReady(message: Message): void {
    const { kind } = this.definition;
    if (this.child || kind === 'wsdl' || kind === 'to' || this.ready(message)) return;
    const lead = kind === 'http' ? 'Currently, HTTP' : `Currently , ${kind === 'address' ? 'Address' : 'Default'}`;
    const text = `${lead} endpoint : [ Name : ${this.name ?? 'AnonymousEndpoint'} ] [ State : ${this.state.name} ]`;
    message.log('warn', text);
    throw refuse(message, errorCodes.endpointNotReady, text);
  }

  /** What was meant to be signed or encrypted does not go out without. */
  #checkSecurity(message: Message): void {
    if (!this.definition.security) return;
    const text = `WS-Security is not available, so nothing was sent to the endpoint ${this.name ?? 'AnonymousEndpoint'}`;
    message.log('error', text);
    throw refuse(message, errorCodes.authenticationFailed, text);
  }

  async #authorize(message: Message, url: string, rejected?: string): Promise<string> {
    const { authentication, place, name } = this.definition as HttpDefinition;
    const authorizer = authorizerOf(message);
    // Without credentials nothing is sent.
    if (!authorizer)
      throw new Fault('Nothing provides credentials for endpoints', { errorCode: errorCodes.authenticationFailed });
    return authorizer.authorize({
      message,
      authentication: authentication!,
      endpoint: name ?? null,
      identity: `${formatPlace(place)} ${name ?? ''}`,
      url,
      ...(rejected === undefined ? {} : { rejected }),
    });
  }

  /** A fault that was found before anything was sent, as the flow sees it. */
  #refusal(message: Message, thrown: unknown): Fault {
    if (thrown instanceof SendFault) return thrown;
    if (!(thrown instanceof Fault)) return callNotMade(message, undefined, thrown);
    if (thrown.errorCode === errorCodes.authenticationFailed) {
      message.log('error', thrown.message);
      return refuse(message, errorCodes.authenticationFailed, thrown.message, { cause: thrown });
    }
    return thrown.parsing === undefined ? callNotMade(message, undefined, thrown) : thrown;
  }
}

/** A streamed body that no byte was taken of belongs to the message again: the fault sequence may read it. */
function giveBack(message: Message, body: OutboundRequest['body']): void {
  if (body === null || Buffer.isBuffer(body) || body.readableDidRead || body.destroyed) return;
  message.setSource(body);
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
