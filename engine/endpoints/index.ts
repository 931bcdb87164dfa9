export { createOutbound, type OutboundOptions } from './outbound.js';
export type { ProxySettings } from './pools.js';
export { protocolStates, TransportError, type TransportErrorKind } from './transport-error.js';
