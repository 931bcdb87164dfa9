export * from './codecs/index.js';
export {
  type Client,
  type Ending,
  Exchange,
  type ExchangeOptions,
} from './exchange.js';
export { Headers } from './headers.js';
export * from './json/index.js';
export { type Answer, type FaultHandler, Message, type Scope } from './message.js';
export type {
  Outbound,
  OutboundRequest,
  OutboundResponse,
  Registry,
  Services,
} from './services.js';
export type { Settings } from './settings.js';
export { type Value, valueText } from './value.js';
export type { ClientResponse } from './write-response.js';
