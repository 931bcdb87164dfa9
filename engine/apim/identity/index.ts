export { createIdentityServer } from './identity-server.js';
