import type { Place } from '../errors/index.js';
import type { Message } from '../message/index.js';
import type { Outcome } from '../run/index.js';
import { bareOptions } from './bare-options.js';
import type { Member } from './definition.js';
import type { Endpoint, SendOptions } from './endpoint.js';
import { LeafEndpoint } from './leaf.js';
import type { EndpointState } from './state.js';

/** A `<member>` of a group: a host and its ports, to which the path of the message's To address is sent. */
export class MemberEndpoint implements Endpoint {
  readonly kind = 'member';
  readonly name = undefined;
  readonly contentAware = false;
  readonly #leaf: LeafEndpoint;

  constructor(
    readonly member: Member,
    place: Place,
  ) {
    const definition = {
      ...bareOptions,
      kind: 'default' as const,
      name: undefined,
      place,
      onError: undefined,
      properties: [],
    };
    this.#leaf = new LeafEndpoint(definition, true, (message) => this.#address(message));
  }

  get state(): EndpointState {
    return this.#leaf.state;
  }

  ready(message: Message): boolean {
    return this.#leaf.ready(message);
  }

  send(message: Message, options: SendOptions): Promise<Outcome> {
    return this.#leaf.send(message, options);
  }

  /** Scheme of the incoming request, host and port of the member, path of To. */
  #address(message: Message): string {
    const { scheme } = message.exchange.client;
    const { host, httpPort, httpsPort } = this.member;
    const port = scheme === 'https' ? httpsPort : httpPort;
    const path = (message.to ?? '/').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '') || '/';
    return `${scheme}://${host}${port === undefined ? '' : `:${port}`}${path.startsWith('/') ? path : `/${path}`}`;
  }
}
