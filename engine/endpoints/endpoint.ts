import type { Fault } from '../errors/index.js';
import type { FaultHandler, Message } from '../message/index.js';
import type { Outcome } from '../run/index.js';
import type { Authorizer } from './authentication.js';
import type { EndpointState } from './state.js';
import type { EndpointTemplate } from './template.js';

/** How a message is sent. */
export interface SendOptions {
  /** By the rules of `<call blocking="true">`. */
  readonly blocking: boolean;
  /** Nobody waits for an answer: a copy is sent. */
  readonly outOnly: boolean;
}

/** Where messages go. Compiled once; shared by all requests and by every snapshot that its artifact is part of. */
export interface Endpoint {
  /** Undefined for an endpoint without a name. */
  readonly name: string | undefined;
  /** The kind of element: `http`, `failover` … */
  readonly kind: string;
  /** Whether the endpoint is in use, marked or suspended; undefined where another endpoint has the state. */
  readonly state: EndpointState | undefined;
  /** The body is parsed before sending. */
  readonly contentAware: boolean;
  /** Whether it can be used now. */
  ready(message: Message): boolean;
  /** The endpoint that a mere name stands for; undefined when there is none. Only names have it. */
  target?(message: Message): Endpoint | undefined;
  /**
   * Sends the message, which becomes the answer (one-way: stays as it is).
   * @returns STOP when the flow ends here without an answer (a timeout with responseAction `discard`), else CONTINUE
   * @throws Fault with the error properties already set on the message; the endpoint's own `onError` sequence has then
   *   been pushed as the innermost fault handler
   */
  send(message: Message, options: SendOptions): Promise<Outcome>;
  /**
   * Sends a copy to each of several recipients, when this is a recipient list (or the name of one); undefined when it
   * is not. For who runs the rest of a flow once per answer; `send` goes on with the first answer only.
   */
  deliver?(message: Message, options: SendOptions): Promise<Promise<Delivery>[]> | undefined;
}

/** What became of one recipient. */
export interface Delivery {
  /** The recipient's own copy: its answer, or the request that failed. */
  readonly message: Message;
  readonly outcome: Outcome;
  /** Undefined when an answer came. Otherwise its error properties are set on the copy. */
  readonly fault: Fault | undefined;
}

/** What endpoints look up in the snapshot that a message runs on. */
export interface EndpointTable {
  endpoint(key: string): Endpoint | undefined;
  endpointTemplate?(name: string): EndpointTemplate | undefined;
  /** A sequence as fault handler, for `onError`. */
  sequence(key: string): { readonly handler: FaultHandler } | undefined;
}

/** What endpoints use beside the services that the message layer knows. */
interface Surroundings {
  readonly artifacts: EndpointTable;
  readonly authorizer?: Authorizer;
}

/** The named artifacts of the snapshot that a message runs on. */
export function tableOf(message: Message): EndpointTable {
  return surroundings(message).artifacts;
}

/** What gives requests their credentials; undefined where nobody does. */
export function authorizerOf(message: Message): Authorizer | undefined {
  return surroundings(message).authorizer;
}

/** The message layer carries both without knowing their types; whoever makes the services sets them. */
function surroundings(message: Message): Surroundings {
  return message.services as unknown as Surroundings;
}
