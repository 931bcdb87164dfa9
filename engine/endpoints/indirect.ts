import { errorCodes } from '../errors/index.js';
import type { Message } from '../message/index.js';
import type { Outcome } from '../run/index.js';
import type { IndirectDefinition } from './definition.js';
import { type Delivery, type Endpoint, type SendOptions, tableOf } from './endpoint.js';
import { refuse } from './faults.js';

/** `<endpoint key>` and `<endpoint key-expression>`: the endpoint of that name, looked up for every message. */
export class IndirectEndpoint implements Endpoint {
  readonly kind = 'indirect';
  readonly state = undefined;
  readonly contentAware = false;

  constructor(readonly definition: IndirectDefinition) {}

  get name(): string | undefined {
    return this.definition.name;
  }

  ready(message: Message): boolean {
    return this.target(message)?.ready(message) ?? false;
  }

  target(message: Message): Endpoint | undefined {
    return this.#find(message, this.#key(message));
  }

  send(message: Message, options: SendOptions): Promise<Outcome> {
    const key = this.#key(message);
    const endpoint = this.#find(message, key);
    if (endpoint) return endpoint.send(message, options);
    return Promise.reject(
      refuse(message, errorCodes.endpointNotFound, `Couldn't find the endpoint with the key : ${key}`),
    );
  }

  deliver(message: Message, options: SendOptions): Promise<Promise<Delivery>[]> | undefined {
    return this.target(message)?.deliver?.(message, options);
  }

  #key(message: Message): string {
    const { key } = this.definition;
    return typeof key === 'string' ? key : (key.string(message) ?? '');
  }

  #find(message: Message, key: string): Endpoint | undefined {
    return key === '' ? undefined : tableOf(message).endpoint(key);
  }
}
