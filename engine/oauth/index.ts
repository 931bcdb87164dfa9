export { type AuthorizerOptions, createAuthorizer, type TokenAuthorizer } from './authorizer.js';
export type { ProxyFactory } from './token-proxy.js';
export type { TokenStatistics } from './token-store.js';
