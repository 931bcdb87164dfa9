import type { Message } from '../../message/index.js';
import { superTenant, type UserDirectory } from '../users.js';
import type { Caller } from './invocation.js';
import type { ManagedApi, ManagedResource } from './managed-api.js';

/** The request goes on without the credentials of its query: target, To and the properties that say so. */
export function setTarget(message: Message, { context }: ManagedApi, target: string): void {
  const { exchange, properties } = message;
  if (target === exchange.client.target) return;
  exchange.client = { ...exchange.client, target };
  const rest = target.slice(context.length);
  message.to = target;
  message.axis2.set('TransportInURL', target);
  message.axis2.set('REST_URL_POSTFIX', rest);
  properties.set('REST_FULL_REQUEST_PATH', target);
  properties.set('REST_SUB_REQUEST_PATH', rest || '/');
}

/** What in sequences see besides the properties of every API (gateway sheet A.2). */
export function setInvocationProperties(
  { properties, exchange }: Message,
  { setup, context, provider }: ManagedApi,
  { target }: ManagedResource,
  { keyType, user, consumerKey, application }: Caller,
  users: UserDirectory,
): void {
  const { scheme, method, target: called } = exchange.client;
  const values: Readonly<Record<string, string>> = {
    API_ELECTED_RESOURCE: target,
    TRANSPORT_IN_NAME: scheme,
    AM_KEY_TYPE: keyType,
    'api.ut.context': context,
    'api.ut.api': setup.name,
    'api.ut.version': setup.version,
    'api.ut.api_version': `${setup.name}:v${setup.version}`,
    'api.ut.resource': called.slice(context.length) || '/',
    'api.ut.HTTP_METHOD': method,
    'api.ut.userId': withTenant(user, users),
    'api.ut.consumerKey': consumerKey ?? '',
    'api.ut.application.name': application ?? '',
    'api.ut.apiPublisher': provider,
  };
  for (const [name, value] of Object.entries(values)) properties.set(name, value);
}

/** Users are told with their tenant, as `alice@carbon.super`; nobody is `anonymous`. */
function withTenant(user: string, users: UserDirectory): string {
  const { tenant } = users.parse(user);
  return user === 'anonymous' || tenant !== superTenant || user.endsWith(`@${superTenant}`)
    ? user
    : `${user}@${superTenant}`;
}
