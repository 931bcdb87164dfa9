import { bareOptions } from './bare-options.js';
import type { Endpoint } from './endpoint.js';
import { LeafEndpoint } from './leaf.js';

/**
 * Where a call or send without endpoint goes: the message's To address, with nothing appended. It has no state; the body
 * is parsed before sending (message-model sheet, section 4).
 */
export const toAddress: Endpoint = new LeafEndpoint(
  {
    ...bareOptions,
    kind: 'to',
    name: undefined,
    place: { file: '', line: 0, column: 0 },
    onError: undefined,
    properties: [],
  },
  false,
);
