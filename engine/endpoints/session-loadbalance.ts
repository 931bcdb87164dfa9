import { errorCodes } from '../errors/index.js';
import { type Message, valueText } from '../message/index.js';
import { CONTINUE, type Outcome } from '../run/index.js';
import { groupText, logChildFailure, mayTryAnother } from './attempts.js';
import type { BalanceAlgorithm } from './balance.js';
import type { LoadBalanceDefinition, SessionRule } from './definition.js';
import type { Endpoint, SendOptions } from './endpoint.js';
import { clearFailure, givenUp, refuse, type SendFault } from './faults.js';
import { LoadBalanceEndpoint } from './loadbalance.js';
import { applyProperties } from './properties.js';
import { keepInMemory } from './replayable.js';
import { Sessions } from './sessions.js';
import { endpointSettings } from './settings.js';

/** The child that a session is bound to is not ready (endpoints sheet 1.8). */
const boundNotReady = 309001;

/**
 * `<loadbalance>` beside `<session>`: what belongs to a session goes to the child that its first message went to. Only
 * that first message may go to another child when one fails.
 */
export class SessionLoadBalance extends LoadBalanceEndpoint {
  readonly #sessions = new Sessions<Endpoint>();

  constructor(
    definition: LoadBalanceDefinition,
    children: readonly Endpoint[],
    algorithm: BalanceAlgorithm,
    readonly session: SessionRule,
  ) {
    super(definition, children, algorithm);
  }

  override async send(message: Message, options: SendOptions): Promise<Outcome> {
    // Sessions of clients are told by a SOAP header, which can only be seen in a built message.
    if (this.session.type !== 'http' && !message.built) await message.build();
    const id = this.#sessionOf(message);
    const bound = id === undefined ? undefined : this.#sessions.get(id, message.services.clock);
    return bound ? this.#sendBound(bound, message, options) : this.#sendFirst(id, message, options);
  }

  async #sendBound(child: Endpoint, message: Message, options: SendOptions): Promise<Outcome> {
    if (!child.ready(message)) {
      throw refuse(
        message,
        boundNotReady,
        `The endpoint ${child.name ?? 'AnonymousEndpoint'} on the session is not ready.`,
      );
    }
    applyProperties(message, this.definition.properties);
    try {
      return await child.send(message, options);
    } catch (thrown) {
      if (!mayTryAnother(thrown)) throw thrown;
      logChildFailure(message, this.name, child.name);
      // The error of the child stays visible; the code of the session only appears where nothing was tried.
      throw givenUp(message, thrown);
    }
  }

  async #sendFirst(id: string | undefined, message: Message, options: SendOptions): Promise<Outcome> {
    await keepInMemory(message);
    const tried = new Set<Endpoint>();
    let failure: SendFault | undefined;
    for (let child = this.next(message, tried); child; child = this.next(message, tried)) {
      tried.add(child);
      clearFailure(message);
      applyProperties(message, this.definition.properties);
      try {
        const outcome = await child.send(message, options);
        if (outcome === CONTINUE) this.#bind(id, child, message);
        return outcome;
      } catch (thrown) {
        if (!mayTryAnother(thrown)) throw thrown;
        failure = thrown;
        logChildFailure(message, this.name, child.name);
        if (!thrown.retry) break;
      }
    }
    if (failure) throw givenUp(message, failure);
    throw refuse(message, errorCodes.groupNotReady, groupText('Loadbalance', this.name, 'no ready child endpoints'));
  }

  #sessionOf(message: Message): string | undefined {
    if (this.session.type === 'http') return sessionCookie(message.headers.getAll('Cookie'));
    if (this.session.type === 'soap') return valueText(message.axis2.get('ServiceGroupId')) ?? undefined;
    const header = message.soapHeader?.elements().find((block) => block.localName === 'ClientID');
    return header?.textContent.trim() || undefined;
  }

  /** A session of cookies begins with the server's answer, one of clients with the client's first message. */
  #bind(id: string | undefined, child: Endpoint, message: Message): void {
    const begun = this.session.type === 'http' ? sessionCookie(message.headers.getAll('Set-Cookie')) : id;
    if (begun === undefined) return;
    const { clock, settings } = message.services;
    this.#sessions.bind(begun, child, clock, this.session.timeout ?? endpointSettings(settings).sessionTimeout);
  }
}

const sessionCookies = /(?:^|[;\s])((?:JSESSIONID|PHPSESSID|phpMyAdmin|wordpress_test_cookie)=[^;\s]*)/;

function sessionCookie(headers: readonly string[]): string | undefined {
  for (const header of headers) {
    const match = sessionCookies.exec(header);
    if (match) return match[1];
  }
  return undefined;
}
