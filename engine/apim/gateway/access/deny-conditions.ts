import type { BlockSetup } from '../../setup.js';
import type { ApimState } from '../../state.js';
import type { Caller, Invocation } from '../invocation.js';
import { AddressList, clientAddress } from './client-address.js';
import { qualifiedName } from './user-names.js';

/**
 * Who may not call at all (gateway sheet E.7). Values: an API's context with its version, `owner:application`,
 * `user@tenant`, an address or a range.
 */
export class DenyConditions {
  readonly #state: ApimState;
  readonly #values: ReadonlySet<string>;
  readonly #addresses = new AddressList();

  /** @throws TypeError when an address cannot be read: a condition that holds for nobody would go unnoticed */
  constructor(state: ApimState) {
    this.#state = state;
    const { blocks = [] } = state.setup;
    this.#values = new Set(blocks.map((block) => this.#keyOf(block)));
    for (const { type, value } of blocks) {
      if (type.startsWith('IP') && !this.#addresses.add(value)) {
        throw new TypeError(`The deny condition ${JSON.stringify(value)} is neither an address nor a range`);
      }
    }
  }

  denies(invocation: Invocation, { application, user }: Caller): boolean {
    if (this.#values.size === 0) return false;
    const owner = application === undefined ? undefined : this.#state.applications.get(application)?.owner;
    return (
      this.#values.has(this.#keyOf({ type: 'API', value: invocation.context })) ||
      (owner !== undefined &&
        this.#values.has(this.#keyOf({ type: 'APPLICATION', value: `${owner}:${application}` }))) ||
      this.#values.has(this.#keyOf({ type: 'USER', value: user })) ||
      this.#addresses.has(clientAddress(invocation))
    );
  }

  /** Names of users are compared with their tenants. */
  #keyOf({ type, value }: BlockSetup): string {
    const named = type === 'USER' || type === 'APPLICATION';
    const colon = type === 'APPLICATION' ? value.indexOf(':') : value.length;
    const name = (text: string) => qualifiedName(this.#state.users.parse(text)).toLowerCase();
    return `${type} ${named ? name(value.slice(0, colon)) + value.slice(colon) : value}`;
  }
}
