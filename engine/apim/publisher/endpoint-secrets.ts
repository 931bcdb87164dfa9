import type { EndpointConfig, EndpointSecurity } from './api-document.js';

/** Members that no answer shows, and whose empty text keeps what was there. */
const secretMembers = ['password', 'clientSecret', 'apiKeyValue'] as const;
const sides = ['production', 'sandbox'] as const;

/** An endpoint without its secrets: where there is one, there is an empty text. */
export function maskEndpoint(endpoint: EndpointConfig): EndpointConfig {
  return mapSecurity(endpoint, (security) => replaceSecrets(security, () => ''));
}

/** An endpoint as it is saved: a secret that came empty is what it was before. */
export function keepEndpointSecrets(endpoint: EndpointConfig, before: EndpointConfig | undefined): EndpointConfig {
  return mapSecurity(endpoint, (security, side) => {
    const old = before?.endpoint_security?.[side];
    return replaceSecrets(security, (given, member) => given || (old?.[member] ?? ''));
  });
}

function mapSecurity(
  endpoint: EndpointConfig,
  change: (security: EndpointSecurity, side: (typeof sides)[number]) => EndpointSecurity,
): EndpointConfig {
  const { endpoint_security: security } = endpoint;
  if (!security) return endpoint;
  const changed = sides.flatMap((side) => {
    const block = security[side];
    return block ? [[side, change(block, side)] as const] : [];
  });
  return { ...endpoint, endpoint_security: Object.fromEntries(changed) };
}

function replaceSecrets(
  security: EndpointSecurity,
  replace: (given: string, member: (typeof secretMembers)[number]) => string,
): EndpointSecurity {
  const replaced = secretMembers.flatMap((member) => {
    const given = security[member];
    return typeof given === 'string' ? [[member, replace(given, member)] as const] : [];
  });
  return { ...security, ...Object.fromEntries(replaced) };
}
