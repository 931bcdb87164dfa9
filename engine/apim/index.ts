export { type ApiGateway, createGateway } from './gateway/index.js';
export { createIdentityServer } from './identity/index.js';
export { createKeyManager } from './key-manager/index.js';
export { KeyRing } from './keys.js';
export { createDevportal, createPublisher } from './publisher/index.js';
export { type ApimServer, listenerFor } from './server.js';
export type { ApimSetup, JwtSetup, Profile } from './setup.js';
export { setupMembers, setupSchema } from './setup-schema.js';
export { ApimState } from './state.js';
