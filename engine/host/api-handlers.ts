import type { Api } from '../compile/index.js';
import type { Header, KnownHeader, Message } from '../message/index.js';
import type { Outcome } from '../run/index.js';

/** What somebody does around the APIs of a host, such as an API manager. Without it the engine alone serves them. */
export interface ApiHandlers {
  /** What goes around an API; asked for once per snapshot. Undefined: the engine alone serves it. */
  handlerOf(api: Api): ApiHandler | undefined;
  /** Where a request goes that no API takes; undefined = nowhere else. */
  redirect(target: string): Redirection | undefined;
}

/** Another way for a request. */
export interface Redirection {
  /** Path and query in place of those that the client sent. */
  readonly target: string;
  /** Added to the request. */
  readonly header: KnownHeader | undefined;
}

/** What goes around the dispatch of one API (gateway sheet A.2). The engine's own CORS rule does not hold for it. */
export interface ApiHandler {
  /**
   * Runs before a resource is chosen; STOP: the flow has ended. The message's exchange may get another client, whose
   * target counts from then on.
   * @param answer takes what becomes of the headers of the answer
   */
  request(message: Message, answer: AnswerHeaders): Outcome | Promise<Outcome>;
  /** Runs over an answer of `send`, before the out-sequence; STOP: the flow has ended. */
  response(message: Message): Outcome | Promise<Outcome>;
}

/** What a handler makes of the headers of the one answer, whoever gives it. */
export interface AnswerHeaders {
  finish: ((headers: readonly Header[]) => readonly Header[]) | undefined;
}
