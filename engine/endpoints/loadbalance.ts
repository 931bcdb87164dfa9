import { errorCodes } from '../errors/index.js';
import type { Message } from '../message/index.js';
import type { Outcome } from '../run/index.js';
import { groupText, logChildFailure, logNoRetry, mayTryAnother } from './attempts.js';
import type { BalanceAlgorithm } from './balance.js';
import type { LoadBalanceDefinition } from './definition.js';
import type { Endpoint, SendOptions } from './endpoint.js';
import { clearFailure, givenUp, refuse, type SendFault } from './faults.js';
import { applyProperties } from './properties.js';
import { keepInMemory } from './replayable.js';
import { EndpointState } from './state.js';

/** `<loadbalance>`: children, or hosts, in turn (endpoints sheet 1.8). */
export class LoadBalanceEndpoint implements Endpoint {
  readonly kind = 'loadbalance';
  readonly state = new EndpointState();

  constructor(
    readonly definition: LoadBalanceDefinition,
    readonly children: readonly Endpoint[],
    readonly algorithm: BalanceAlgorithm,
  ) {}

  get name(): string | undefined {
    return this.definition.name;
  }

  readonly contentAware = false;

  ready(message: Message): boolean {
    return this.state.name !== 'MAINTNENCE' && this.children.some((child) => child.ready(message));
  }

  async send(message: Message, options: SendOptions): Promise<Outcome> {
    const { failover, properties } = this.definition;
    if (failover && this.children.length > 1) await keepInMemory(message);
    const tried = new Set<Endpoint>();
    let failure: SendFault | undefined;
    for (let child = this.next(message, tried); child; child = this.next(message, tried)) {
      tried.add(child);
      clearFailure(message);
      applyProperties(message, properties);
      try {
        return await child.send(message, options);
      } catch (thrown) {
        if (!mayTryAnother(thrown)) throw thrown;
        failure = thrown;
        logChildFailure(message, this.name, child.name);
        if (!failover) break;
        if (!thrown.retry) {
          logNoRetry(message, 'Loadbalance', this.name);
          break;
        }
      }
    }
    if (failure) throw givenUp(message, failure);
    const text = groupText('Loadbalance', this.name, 'no ready child endpoints');
    message.log('warn', text);
    throw refuse(message, errorCodes.groupNotReady, text);
  }

  /** The child whose turn it is, among those that the message has not been given to. */
  next(message: Message, tried: ReadonlySet<Endpoint>): Endpoint | undefined {
    if (this.state.name === 'MAINTNENCE') return undefined;
    const { ignoresReadiness } = this.algorithm;
    const index = this.algorithm.next((candidate) => {
      const child = this.children[candidate]!;
      return !tried.has(child) && (ignoresReadiness || child.ready(message));
    });
    return index === undefined ? undefined : this.children[index];
  }
}
