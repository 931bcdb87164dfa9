import type { ApimAnswer, ApimRequest, ApimServer } from '../server.js';
import type { ApimState } from '../state.js';
import { errorAnswer, methodNotAllowed, OAuthError } from './answers.js';
import { answerAuthorize } from './authorize.js';
import { CodeStore } from './codes.js';
import type { KeyManager } from './context.js';
import { answerDiscovery, answerJwks } from './discovery.js';
import { answerIntrospect } from './introspect.js';
import { answerErrorPage, answerLoginPage, pagePaths } from './pages.js';
import { splitTarget } from './parameters.js';
import { answerRevoke } from './revoke.js';
import { settingsOf } from './settings.js';
import { answerToken } from './token-endpoint.js';
import { UsedAssertions } from './used-assertions.js';
import { answerUserinfo } from './userinfo.js';

/** A resource of the key manager. It throws OAuthError for what it refuses. */
interface Resource {
  readonly methods: readonly string[];
  answer(keyManager: KeyManager, request: ApimRequest): ApimAnswer | Promise<ApimAnswer>;
}

const resources: ReadonlyMap<string, Resource> = new Map<string, Resource>([
  ['/oauth2/token', { methods: ['POST'], answer: answerToken }],
  ['/oauth2/revoke', { methods: ['POST'], answer: answerRevoke }],
  ['/oauth2/introspect', { methods: ['POST'], answer: answerIntrospect }],
  ['/oauth2/authorize', { methods: ['GET', 'POST'], answer: answerAuthorize }],
  ['/oauth2/userinfo', { methods: ['GET', 'POST'], answer: answerUserinfo }],
  ['/oauth2/jwks', { methods: ['GET'], answer: answerJwks }],
  ['/oauth2/token/.well-known/openid-configuration', { methods: ['GET'], answer: answerDiscovery }],
  [pagePaths.error, { methods: ['GET'], answer: answerErrorPage }],
  [pagePaths.login, { methods: ['GET'], answer: answerLoginPage }],
]);

/**
 * The OAuth2 server of the API manager (gateway sheet, section B; users of services outside: D.1). Not built on
 * `oidc-provider`: its wording, its order of checks and its tokens that are always new cannot be bent to those of the
 * product, which clients rely on.
 * @throws TypeError when the key manager's address is no URL
 */
export function createKeyManager(state: ApimState): ApimServer {
  const settings = settingsOf(state);
  const keyManager: KeyManager = {
    state,
    settings,
    host: new URL(settings.url).hostname,
    codes: new CodeStore(state),
    usedAssertions: new UsedAssertions(state.clock),
  };
  return (request) => answer(keyManager, request);
}

async function answer(keyManager: KeyManager, request: ApimRequest): Promise<ApimAnswer> {
  const resource = resources.get(pathOf(keyManager, request));
  if (!resource) return { status: 404 };
  if (!resource.methods.includes(request.method)) return methodNotAllowed(resource.methods);
  try {
    return await resource.answer(keyManager, request);
  } catch (error) {
    const refused = error instanceof OAuthError;
    return errorAnswer(refused ? error : new OAuthError('server_error', 'Internal server error', 500), keyManager.host);
  }
}

/** The path without a slash at its end, and without `/t/<tenant>` before it. */
function pathOf({ state }: KeyManager, { target }: ApimRequest): string {
  const path = splitTarget(target).path.replace(/\/$/, '');
  const [, tenant = '', rest = ''] = /^\/t\/([^/]+)(\/.*)$/.exec(path) ?? [];
  return state.users.hasTenant(tenant) ? rest : path;
}
