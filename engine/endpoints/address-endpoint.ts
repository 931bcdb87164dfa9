import type { Place } from '../errors/index.js';
import { bareOptions } from './bare-options.js';
import type { Endpoint } from './endpoint.js';
import { LeafEndpoint } from './leaf.js';

/** No fault has this code: the endpoint is never marked or suspended. */
const NEVER: ReadonlySet<number> = new Set([-1]);

/** An endpoint that is no more than an address, for mediators that have it in an attribute. It is always in use. */
export function addressEndpoint(address: string, place: Place): Endpoint {
  return new LeafEndpoint(
    {
      ...bareOptions,
      marking: { ...bareOptions.marking, errorCodes: NEVER },
      suspension: { ...bareOptions.suspension, errorCodes: NEVER },
      kind: 'address',
      name: undefined,
      place,
      onError: undefined,
      properties: [],
      address,
    },
    false,
  );
}
