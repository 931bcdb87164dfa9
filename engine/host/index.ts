export { isLoopback, OpenAdminError, type Readiness } from './admin.js';
export { type AdminAddress, type Gateway, type GatewayOptions, startGateway } from './gateway.js';
export { createHost, type Host, type HostOptions, type MiddlewareOptions } from './host.js';
export { defaultLimits, type HostLimits } from './limits.js';
export { type HostServer, ListenError, type ListenOptions, listen } from './server.js';
