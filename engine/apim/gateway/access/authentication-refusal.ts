import type { Refusal } from '../invocation.js';
import type { ApiSecurity } from './api-security.js';

interface Failure {
  readonly status: 401 | 403;
  readonly message: string;
  /** What the caller can do about it. */
  readonly advice?: string;
}

const failures = {
  '900901': {
    status: 401,
    message: 'Invalid Credentials',
    advice: 'Make sure you have provided the correct security credentials',
  },
  '900902': { status: 401, message: 'Missing Credentials' },
  '900903': { status: 401, message: 'Access Token Expired', advice: 'Renew the access token and try again' },
  '900904': { status: 401, message: 'Access Token Inactive', advice: 'Generate a new access token and try again' },
  '900905': { status: 401, message: 'Incorrect Access Token Type is provided' },
  '900907': { status: 401, message: 'The requested API is temporarily blocked' },
  '900908': { status: 403, message: 'Resource forbidden ' },
  '900909': { status: 401, message: 'The subscription to the API is inactive' },
  '900910': { status: 403, message: 'The access token does not allow you to access the requested resource' },
} as const satisfies Record<string, Failure>;

/** Why a caller is not let in (gateway sheet E.3). */
export type AuthenticationCode = keyof typeof failures;

/** What a code means, in the product's words. */
export function messageOf(code: AuthenticationCode): string {
  return failures[code].message;
}

/**
 * The refusal of a code (gateway sheet E.3). Answers with 401 carry the challenge of the API.
 * @param text what the description begins with; default: the message
 */
export function authenticationRefusal(
  security: ApiSecurity,
  code: AuthenticationCode,
  text = messageOf(code),
): Refusal {
  const { status, message, advice }: Failure = failures[code];
  return {
    kind: 'authentication',
    status,
    code,
    message,
    description: advice === undefined ? text : `${text}. ${advice}`,
    ...(status === 401 && { headers: [['WWW-Authenticate', security.challenge]] }),
  };
}

/** The refusal of a caller who shows nothing that the API accepts. */
export function missingCredentials(security: ApiSecurity): Refusal {
  const { authHeader, apiKeyHeader } = security;
  const ways = [
    `${authHeader} : Bearer ACCESS_TOKEN`,
    `${authHeader} : Basic ACCESS_TOKEN`,
    `${apiKeyHeader} : API_KEY`,
  ];
  const advice = `Make sure your API invocation call has a header: ${ways.map((way) => `'${way}'`).join(' or ')}`;
  return authenticationRefusal(security, '900902', `${messageOf('900901')}. ${advice}`);
}
