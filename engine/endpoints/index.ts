export { addressEndpoint } from './address-endpoint.js';
export type {
  Authentication,
  AuthorizationRequest,
  Authorizer,
  BasicAuthentication,
  Credential,
  OAuthAuthentication,
  TokenProxy,
  TokenTimeouts,
} from './authentication.js';
export { createEndpoint } from './create.js';
export type {
  AddressDefinition,
  CommonDefinition,
  DefaultDefinition,
  DeferredText,
  EndpointDefinition,
  EndpointProperty,
  FailoverDefinition,
  HttpDefinition,
  IndirectDefinition,
  LeafDefinition,
  LeafOptions,
  LoadBalanceDefinition,
  RecipientListDefinition,
  TemplateInstanceDefinition,
} from './definition.js';
export type { Delivery, Endpoint, EndpointTable, SendOptions } from './endpoint.js';
export { endpointGrammar } from './endpoint-grammar.js';
export { joinWrites } from './join-writes.js';
export { createOutbound, type OutboundOptions } from './outbound.js';
export type { ProxySettings } from './pools.js';
export { readEndpoint } from './read.js';
export type { EndpointReadContext } from './read-context.js';
export { EndpointState, type StateName } from './state.js';
export { type EndpointTemplate, readEndpointTemplate } from './template.js';
export { toAddress } from './to-address.js';
export { preloadTransport } from './transport.js';
export { protocolStates, TransportError, type TransportErrorKind } from './transport-error.js';
