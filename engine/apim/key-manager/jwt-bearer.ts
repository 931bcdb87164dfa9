import { type CompactVerifyResult, compactVerify, decodeJwt, type JWTPayload } from 'jose';
import { OAuthError } from './answers.js';
import type { GrantRequest } from './grants.js';
import { type Grant, inSeconds } from './issue-token.js';
import { askedScopes, grantedScopes, withoutRoles } from './scopes.js';

/** No key that is a secret, and none that is no key. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** A longer issuer, subject or id is none; in characters. */
const longestText = 1024;

interface Assertion {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  /** In seconds since 1970. */
  readonly expires: number;
  readonly notBefore: number | undefined;
  readonly id: string | undefined;
}

/** A user for whom an identity provider vouches by a JWT (gateway sheet B.3; RFC 7523). @throws OAuthError */
export async function jwtBearer({ keyManager, parameters }: GrantRequest): Promise<Grant> {
  const { state, settings, usedAssertions } = keyManager;
  const text = parameters.get('assertion') ?? '';
  const assertion = readAssertion(text);
  const { issuer, subject, audiences, id, expires } = assertion;
  const idp = state.setup.idps?.find(({ name }) => name === issuer);
  if (!idp) throw invalid(`No Registered IDP found for the JWT with issuer name : ${issuer}`);
  await checkSignature(text, state.keys.publicKey(idp.key));
  if (!audiences.includes(idp.alias)) {
    throw invalid(`None of the audience values matched the tokenEndpoint Alias ${idp.alias}`);
  }
  checkTimes(assertion, inSeconds(state.clock.now()), settings.timestampSkew);
  const end = (expires + settings.timestampSkew) * 1000;
  if (id !== undefined && usedAssertions.isRepeated(issuer, id, end)) {
    throw invalid(`JWT Token with jti: ${id} has been Replayed before the Expiration Time`);
  }
  const scopes = grantedScopes(askedScopes(parameters), withoutRoles);
  const type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  return { type, user: subject, userType: 'APPLICATION_USER', idp: idp.name, scopes };
}

function readAssertion(text: string): Assertion {
  const { iss: issuer, sub: subject, aud, exp, nbf, jti } = decoded(text);
  const audiences = (Array.isArray(aud) ? aud : [aud]).filter((audience) => typeof audience === 'string');
  if (!isText(issuer) || !isText(subject) || audiences.length === 0 || typeof exp !== 'number') {
    throw invalid(
      'Mandatory fields(Issuer, Subject, Expiration time or Audience) are empty in the given JSON Web Token.',
    );
  }
  const notBefore = typeof nbf === 'number' ? nbf : undefined;
  return { issuer, subject, audiences, expires: exp, notBefore, id: isText(jti) ? jti : undefined };
}

function decoded(text: string): JWTPayload {
  try {
    return decodeJwt(text);
  } catch {
    throw invalid('Error while parsing the JWT.');
  }
}

/** What is kept with tokens has an end. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestText;
}

async function checkSignature(text: string, key: Parameters<typeof compactVerify>[1]): Promise<CompactVerifyResult> {
  try {
    return await compactVerify(text, key, { algorithms });
  } catch {
    throw invalid('Signature or Message Authentication invalid.');
  }
}

/** All in seconds; clocks may differ by the skew. */
function checkTimes({ expires, notBefore }: Assertion, now: number, skew: number): void {
  if (expires + skew <= now) {
    throw invalid(
      `JSON Web Token is expired., Expiration Time(ms) : ${expires * 1000}, TimeStamp Skew : ${skew * 1000}, ` +
        `Current Time : ${now * 1000}. JWT Rejected and validation terminated`,
    );
  }
  if (notBefore !== undefined && notBefore - skew > now) {
    throw invalid(
      `JSON Web Token is used before Not_Before_Time., Not Before Time(ms) : ${notBefore * 1000}, ` +
        `TimeStamp Skew : ${skew * 1000}, Current Time : ${now * 1000}. JWT Rejected and validation terminated`,
    );
  }
}

function invalid(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}
