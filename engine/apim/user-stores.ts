import { collect, type OutboundResponse } from '../message/index.js';
import type { UserStoreSetup } from './setup.js';
import type { ApimState } from './state.js';
import { superTenant, type User, type UserName } from './users.js';

/** A user whose password was right. */
export interface AuthenticatedUser extends User {
  /** Known to a service outside: has no roles, and can only invoke APIs. */
  readonly external: boolean;
}

/** Nobody has a longer name: names are kept with tokens. In characters. */
const longestName = 255;

/** Limits of a call to a store, in milliseconds. */
const limits = { connectTimeout: 5_000, idleTimeout: 10_000, totalTimeout: 10_000 };

/** A larger answer of a store is none. */
const longestAnswer = 64 * 1024;

/**
 * The user when the password is right: of the primary store, otherwise of the services of the user's organisation in
 * their order (gateway sheet D.1). Never rejects: a service that does not answer knows nobody.
 */
export async function authenticateUser(
  state: ApimState,
  text: string,
  password: string,
): Promise<AuthenticatedUser | undefined> {
  if (text.length > longestName) return undefined;
  const name = state.users.parse(text);
  const user = state.users.authenticate(name, password);
  if (user) return { ...user, external: false };
  for (const store of state.setup.userStores ?? []) {
    if (!holds(store, name) || !(await accepts(state, store, name.name, password))) continue;
    const { name: itsName, tenant } = name;
    return { store: store.domain.toUpperCase(), name: itsName, tenant, roles: [], permissions: [], external: true };
  }
  return undefined;
}

/** Whoever names no store may be in any of the organisation. */
function holds({ domain, tenant = superTenant }: UserStoreSetup, name: UserName): boolean {
  return tenant === name.tenant && (name.store === 'PRIMARY' || name.store === domain.toUpperCase());
}

async function accepts(
  { outbound }: ApimState,
  { url, basic }: UserStoreSetup,
  username: string,
  password: string,
): Promise<boolean> {
  const authorization = basic && (['Authorization', `Basic ${Buffer.from(basic).toString('base64')}`] as const);
  try {
    const answer = await outbound.send({
      method: 'POST',
      url,
      headers: [
        ['Content-Type', 'application/json'],
        ['Accept', 'application/json'],
        ...(authorization ? [authorization] : []),
      ],
      body: Buffer.from(JSON.stringify({ credentials: { username, password } })),
      ...limits,
      keepAlive: true,
    });
    return await saysTrue(answer);
  } catch {
    return false;
  }
}

/** Only the string `true` is a yes. Rejects when the answer is too long or no JSON. */
async function saysTrue({ status, body }: OutboundResponse): Promise<boolean> {
  const bytes = Buffer.isBuffer(body) ? body : await collect(body, longestAnswer);
  if (status !== 200 || bytes.length > longestAnswer) return false;
  const answer = JSON.parse(bytes.toString('utf8')) as { response?: { status?: unknown } } | null;
  return answer?.response?.status === 'true';
}
