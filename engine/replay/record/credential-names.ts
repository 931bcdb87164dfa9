import { isSecretName } from '../../observe/index.js';

/** Names of credentials beyond those that a log redacts. */
const furtherNames =
  /(?:^|[-_.])(?:sig|signature|otp|pin|sid|[jp]?(?:hp)?sess(?:ion)?[-_]?id|saml[-_]?response|(?:subscription|access|auth|function|functions|account|shared|master)[-_]?key|code[-_]verifier|nonce)$/i;

/** Whether a header, field, parameter or element of this name holds a credential. */
export function isCredentialName(name: string): boolean {
  return isSecretName(name) || furtherNames.test(name);
}

const kinds: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/refresh[-_]?token$/i, 'refresh-token'],
  [/id[-_]?token$/i, 'id-token'],
  [/(?:access[-_]?token|bearer)$/i, 'access-token'],
  [/token$/i, 'token'],
  [/(?:client|consumer)[-_]?secret$/i, 'client-secret'],
  [/secret/i, 'secret'],
  [/pass(?:word|wd|phrase|code)$/i, 'password'],
  [/key$/i, 'api-key'],
  [/cookie$/i, 'cookie'],
  [/(?:assertion|jwt)$/i, 'assertion'],
  [/(?:session[-_]?id|sessid|sid)$/i, 'session'],
  [/sig(?:nature)?$/i, 'signature'],
];

/** What kind of credential stands under a name: the middle of its placeholder. */
export function credentialKind(name: string): string {
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? 'credential';
}
