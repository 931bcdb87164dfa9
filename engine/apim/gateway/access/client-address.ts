import { BlockList, isIP } from 'node:net';
import type { Invocation } from '../invocation.js';

/** Address of the client: the first entry of `X-Forwarded-For`, else that of the connection (gateway sheet E.2). */
export function clientAddress({ headers, remoteAddress }: Pick<Invocation, 'headers' | 'remoteAddress'>): string {
  const [forwarded = ''] = (headers.get('X-Forwarded-For') ?? '').split(',');
  return (forwarded.trim() || remoteAddress).replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Addresses and ranges: `192.0.2.7`, `10.1.0.0/16`, `10.0.0.1-10.0.0.9`, `2001:db8::/32`. */
export class AddressList {
  readonly #list = new BlockList();

  /** @returns false when the text is neither an address nor a range */
  add(text: string): boolean {
    const [first = '', last, ...more] = text.split('-').map((part) => part.trim());
    if (more.length > 0) return false;
    if (last !== undefined) return this.#addRange(first, last);
    const [address = '', bits, ...rest] = first.split('/');
    const family = familyOf(address);
    if (!family || rest.length > 0) return false;
    if (bits === undefined) this.#list.addAddress(address, family);
    else if (!/^\d{1,3}$/.test(bits) || Number(bits) > (family === 'ipv4' ? 32 : 128)) return false;
    else this.#list.addSubnet(address, Number(bits), family);
    return true;
  }

  has(address: string): boolean {
    const family = familyOf(address);
    return family !== undefined && this.#list.check(address, family);
  }

  #addRange(first: string, last: string): boolean {
    const family = familyOf(first);
    if (!family || family !== familyOf(last)) return false;
    try {
      this.#list.addRange(first, last, family);
      return true;
    } catch {
      // The last address lies before the first one.
      return false;
    }
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  return version === 0 ? undefined : version === 4 ? 'ipv4' : 'ipv6';
}
