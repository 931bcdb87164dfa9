import type { ErrorAnswer } from './error-answer.js';
import type { Refusal } from './invocation.js';

const gatewayNamespace = ['am', 'http://wso2.org/apimanager'] as const;
const securityNamespace = ['ams', 'http://wso2.org/apimanager/security'] as const;
const throttlingNamespace = ['amt', 'http://wso2.org/apimanager/throttling'] as const;

/** The answer to a request that authentication or throttling refuses (gateway sheet E.3, E.7). */
export function answerOf(refusal: Refusal): ErrorAnswer {
  const { kind, status, code, message, description, nextAccessTime, headers = [] } = refusal;
  const fields: [string, string][] = [
    ['code', code],
    ['message', message],
    ['description', description],
  ];
  if (nextAccessTime !== undefined) fields.push(['nextAccessTime', nextAccessTime]);
  const throttled = kind === 'throttling';
  return {
    status,
    fields,
    namespace: throttled ? throttlingNamespace : securityNamespace,
    soap: throttled ? { code: 'Server', reason: message } : { code: 'Client', reason: 'Authentication Failure' },
    headers,
  };
}

/** The answer to a message that does not fit the definition of the API (gateway sheet E.9). */
export function invalidSchema(side: 'Request' | 'Response', problem: string): ErrorAnswer {
  const status = side === 'Request' ? 400 : 500;
  return {
    status,
    fields: [
      ['code', String(status)],
      ['message', `Bad ${side}`],
      ['description', `Schema validation failed in the ${side}: ${problem}`],
    ],
    namespace: gatewayNamespace,
    soap: { code: side === 'Request' ? 'Client' : 'Server', reason: `Bad ${side}` },
  };
}

/** The answer for a blocked API (gateway sheet E.1). */
export const blockedApi: ErrorAnswer = {
  status: 503,
  fields: [
    ['code', '700700'],
    ['type', 'API blocked'],
    [
      'description',
      'This API has been blocked temporarily. Please try again later or contact the system administrators.',
    ],
  ],
  namespace: securityNamespace,
  soap: { code: 'Server', reason: 'API blocked' },
};

const unknownResource = 'No matching resource found in the API for the given request';

/** Path or verb are unknown, and CORS is switched off (gateway sheet E.1, E.6). */
export const noResource: Refusal = {
  kind: 'authentication',
  status: 403,
  code: '900906',
  message: unknownResource,
  description: `${unknownResource}. Check the API documentation and add a proper REST resource path to the invocation URL`,
};

/** Authentication itself has failed. */
export const unclassified: Refusal = {
  kind: 'authentication',
  status: 500,
  code: '900900',
  message: 'Unclassified Authentication Failure',
  description: 'Unclassified Authentication Failure',
};
