import { createHash } from 'node:crypto';
import { sameSecret } from '../users.js';
import { OAuthError } from './answers.js';
import type { CodeChallenge } from './codes.js';

/** Verifiers and challenges: 43 to 128 unreserved characters (RFC 7636, section 4). */
export const pkceText = /^[A-Za-z0-9\-._~]{43,128}$/;

/** Checks that the verifier is the one that the code's challenge was made of (gateway sheet B.3). @throws OAuthError */
export function checkVerifier({ value, method }: CodeChallenge, verifier: string | undefined): void {
  if (verifier === undefined) {
    throw invalid(
      'Empty PKCE code_verifier sent. This authorization code requires a PKCE verification to obtain an access token.',
    );
  }
  if (!pkceText.test(verifier)) throw invalid('Code verifier used is not up to RFC 7636 specifications.');
  const made = method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  if (!sameSecret(made, value)) throw invalid('PKCE validation failed');
}

function invalid(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}
