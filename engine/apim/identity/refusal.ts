import type { ApimAnswer } from '../server.js';

/** Why a request is not let through. */
export interface Refusal {
  readonly status: 400 | 401 | 403;
  /** Default: what is said for every such status. */
  readonly description?: string;
}

/** Whether a step ended with a refusal. */
export function isRefusal(result: object): result is Refusal {
  return 'status' in result;
}

const texts = {
  400: { message: 'Bad Request', description: 'Your client has issued a malformed or illegal request.' },
  401: {
    message: 'Unauthorized',
    description: 'Authorization failure. Authorization information was invalid or missing from your request.',
  },
  403: {
    message: 'Forbidden',
    description: 'Operation is not permitted. You do not have permissions to make this request.',
  },
} as const;

/**
 * The answer to a refused request, in the form of the family of APIs that it was for (gateway sheet C.5). A 401 says
 * Bearer, after wrong Basic credentials too.
 * @param path as received; its tenant does not matter
 * @param host of the server, for the challenge
 */
export function refusalAnswer({ status, description }: Refusal, path: string, host: string): ApimAnswer {
  const family = familyOf(path);
  const challenge = family === 'dcr' ? 'Bearer' : `Bearer realm=${host}`;
  return {
    status,
    headers: {
      'Content-Type': 'application/json;charset=UTF-8',
      ...(status === 401 ? { 'WWW-Authenticate': challenge } : {}),
    },
    body: JSON.stringify(bodyOf(family, status, description ?? texts[status].description)),
  };
}

type Family = 'common' | 'scim2' | 'dcr';

function familyOf(path: string): Family {
  const local = path.replace(/^\/t\/[^/]+/i, '');
  if (local.startsWith('/scim2')) return 'scim2';
  return local.startsWith('/api/identity/oauth2/dcr') ? 'dcr' : 'common';
}

function bodyOf(family: Family, status: Refusal['status'], description: string): object {
  if (family === 'scim2') {
    const scimType = status === 400 ? { scimType: 'invalidSyntax' } : {};
    return { status, ...scimType, detail: description, schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'] };
  }
  if (family === 'dcr' && status === 400) {
    return { error: 'invalid_client_metadata', error_description: description };
  }
  return { code: status, message: texts[status].message, description };
}
