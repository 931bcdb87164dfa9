import { errorCodes } from '../errors/index.js';
import type { Message } from '../message/index.js';
import type { Outcome } from '../run/index.js';
import { groupText, logChildFailure, logNoRetry, mayTryAnother } from './attempts.js';
import type { FailoverDefinition } from './definition.js';
import type { Endpoint, SendOptions } from './endpoint.js';
import { clearFailure, givenUp, refuse, type SendFault } from './faults.js';
import { applyProperties } from './properties.js';
import { EndpointState } from './state.js';

/** `<failover>`: the first child that is ready; when it fails, the next one (endpoints sheet 1.7). */
export class FailoverEndpoint implements Endpoint {
  readonly kind = 'failover';
  readonly state = new EndpointState();
  readonly contentAware = true;
  /** Without `dynamic`: the child that is used until it is not ready. */
  #current: Endpoint;

  constructor(
    readonly definition: FailoverDefinition,
    readonly children: readonly Endpoint[],
  ) {
    this.#current = children[0]!;
  }

  get name(): string | undefined {
    return this.definition.name;
  }

  ready(message: Message): boolean {
    return this.state.name !== 'MAINTNENCE' && this.children.some((child) => child.ready(message));
  }

  async send(message: Message, options: SendOptions): Promise<Outcome> {
    if (!message.built) await message.build();
    const tried = new Set<Endpoint>();
    let failure: SendFault | undefined;
    // Each child gets one chance per message, whatever state its failure leaves it in.
    for (let child = this.#next(message, tried); child; child = this.#next(message, tried)) {
      tried.add(child);
      clearFailure(message);
      applyProperties(message, this.definition.properties);
      try {
        return await child.send(message, options);
      } catch (thrown) {
        if (!mayTryAnother(thrown)) throw thrown;
        failure = thrown;
        logChildFailure(message, this.name, child.name);
        if (!thrown.retry) {
          logNoRetry(message, 'Failover', this.name);
          break;
        }
      }
    }
    if (failure) throw givenUp(message, failure);
    const text = groupText('Failover', this.name, 'no ready child endpoints');
    message.log('warn', text);
    throw refuse(message, errorCodes.groupNotReady, text);
  }

  #next(message: Message, tried: ReadonlySet<Endpoint>): Endpoint | undefined {
    if (this.state.name === 'MAINTNENCE') return undefined;
    const usable = (child: Endpoint) => !tried.has(child) && child.ready(message);
    if (this.definition.dynamic) return this.children.find(usable);
    if (!usable(this.#current)) this.#current = this.children.find(usable) ?? this.#current;
    return usable(this.#current) ? this.#current : undefined;
  }
}
