import { errorCodes, toFault } from '../errors/index.js';
import type { Message } from '../message/index.js';
import { CONTINUE, type Outcome } from '../run/index.js';
import { groupText, logChildFailure } from './attempts.js';
import { bareOptions } from './bare-options.js';
import type { RecipientListDefinition } from './definition.js';
import type { Delivery, Endpoint, SendOptions } from './endpoint.js';
import { refuse } from './faults.js';
import { LeafEndpoint } from './leaf.js';
import { applyProperties } from './properties.js';
import { EndpointState } from './state.js';

/** `<recipientlist>`: every child that is ready gets a copy (endpoints sheet 1.9). */
export class RecipientListEndpoint implements Endpoint {
  readonly kind = 'recipientlist';
  readonly state = new EndpointState();
  readonly contentAware = true;
  /** Endpoints of `<endpoints value>` by URL, the one used last at the end. */
  readonly #byUrl = new Map<string, Endpoint>();

  constructor(
    readonly definition: RecipientListDefinition,
    readonly children: readonly Endpoint[],
  ) {}

  get name(): string | undefined {
    return this.definition.name;
  }

  ready(message: Message): boolean {
    return this.state.name !== 'MAINTNENCE' && this.#recipients(message).some((child) => child.ready(message));
  }

  /**
   * Sends the copies; the message itself stays the request. Who runs the rest of the flow once per answer uses
   * `deliver`; after `send` the flow goes on with the first answer.
   */
  async send(message: Message, options: SendOptions): Promise<Outcome> {
    const deliveries = await Promise.all(await this.deliver(message, options));
    const first = deliveries.find(({ fault }) => fault === undefined) ?? deliveries[0]!;
    if (!options.outOnly) message.become(first.message);
    if (first.fault) throw first.fault;
    return CONTINUE;
  }

  /** Starts one exchange per recipient that is ready, in document order. */
  async deliver(message: Message, options: SendOptions): Promise<Promise<Delivery>[]> {
    if (!message.built) await message.build();
    const recipients = this.#recipients(message);
    const ready = this.state.name === 'MAINTNENCE' ? [] : recipients.filter((child) => child.ready(message));
    if (ready.length === 0) {
      const text = groupText('Recipient List', this.name, 'no ready child endpoints');
      message.log('warn', text);
      throw refuse(message, errorCodes.groupNotReady, text);
    }
    return ready.map((child, index) => this.#deliverTo(child, message, `${index}/${recipients.length}`, options));
  }

  async #deliverTo(child: Endpoint, message: Message, sequence: string, options: SendOptions): Promise<Delivery> {
    const copy = message.copy();
    copy.setProperty('default', 'messageSequence', sequence);
    applyProperties(copy, this.definition.properties);
    try {
      return { message: copy, outcome: await child.send(copy, options), fault: undefined };
    } catch (thrown) {
      logChildFailure(message, this.name, child.name);
      return { message: copy, outcome: CONTINUE, fault: toFault(thrown) };
    }
  }

  #recipients(message: Message): readonly Endpoint[] {
    const { addresses } = this.definition;
    if (addresses === undefined) return this.children;
    const text = typeof addresses === 'string' ? addresses : (addresses.string(message) ?? '');
    return text
      .split(',')
      .map((url) => url.trim())
      .filter((url) => url !== '')
      .map((url) => this.#endpointFor(url));
  }

  #endpointFor(url: string): Endpoint {
    const found = this.#byUrl.get(url) ?? this.#make(url);
    this.#byUrl.delete(url);
    this.#byUrl.set(url, found);
    if (this.#byUrl.size > Math.max(1, this.definition.maxCache)) this.#byUrl.delete(this.#byUrl.keys().next().value!);
    return found;
  }

  #make(url: string): Endpoint {
    const { place } = this.definition;
    return new LeafEndpoint(
      { ...bareOptions, kind: 'address', name: url, place, onError: undefined, properties: [], address: url },
      true,
    );
  }
}
