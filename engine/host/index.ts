export { type AdminOptions, createAdminServer, isLoopback, OpenAdminError, type Readiness } from './admin.js';
export type { AnswerHeaders, ApiHandler, ApiHandlers, Redirection } from './api-handlers.js';
export { certificateOf } from './client.js';
export { type ConnectionReceiver, type ReceiveOptions, receive } from './connection-receiver.js';
export {
  type DeploymentDescription,
  describeDeployment,
  healthOf,
  type StoredMessages,
  storedMessages,
  withStored,
} from './describe-deployment.js';
export { type FrontOptions, GatewayFront } from './front.js';
export { type AdminAddress, type Gateway, type GatewayOptions, startGateway } from './gateway.js';
export { createHost, type Host, type HostOptions, type MiddlewareOptions } from './host.js';
export { defaultLimits, type HostLimits } from './limits.js';
export {
  type RecordingControl,
  RecordingRefusedError,
  type RecordingStatus,
  type RecordingTarget,
} from './recording-control.js';
export { reportRefused, reportStart } from './report-deployment.js';
export type { RequestWatch, RequestWatcher, WatchableRequest } from './request-watch.js';
export { bind, type HostServer, ListenError, type ListenOptions, listen } from './server.js';
