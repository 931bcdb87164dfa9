import { signedXml, XmlSignatureError } from '../../schema/index.js';
import type { IdpSetup } from '../setup.js';
import type { KeyManager } from './context.js';
import type { GrantRequest } from './grants.js';
import type { Grant } from './issue-token.js';
import { checkSamlConditions, invalidAssertion, readSamlAssertion, type SamlAssertion } from './saml2-assertion.js';
import { askedScopes, grantedScopes, withoutRoles } from './scopes.js';

/**
 * A user for whom an identity provider vouches by a SAML assertion in base64 or base64url (gateway sheet B.3; RFC 7522).
 * @throws OAuthError
 */
export async function saml2Bearer({ keyManager, parameters }: GrantRequest): Promise<Grant> {
  const { state, settings, usedAssertions } = keyManager;
  const text = Buffer.from(parameters.get('assertion') ?? '', 'base64').toString('utf8');
  const { issuer } = readSamlAssertion(text);
  const idp = state.setup.idps?.find(({ name }) => name === issuer);
  if (!idp) throw invalidAssertion('Identity provider is null');
  const assertion = await signedAssertion(keyManager, idp, text);
  const skew = settings.timestampSkew * 1000;
  const end = checkSamlConditions(assertion, { alias: idp.alias, now: state.clock.now(), skew });
  if (usedAssertions.isRepeated(issuer, assertion.id, end)) throw invalidAssertion('The assertion was used before');
  const scopes = grantedScopes(askedScopes(parameters), withoutRoles);
  const type = 'urn:ietf:params:oauth:grant-type:saml2-bearer';
  return { type, user: assertion.name, userType: 'APPLICATION_USER', idp: idp.name, scopes };
}

/** Read once more, from what is signed: nothing else counts. */
async function signedAssertion({ state }: KeyManager, idp: IdpSetup, text: string): Promise<SamlAssertion> {
  let signed: string;
  try {
    signed = await signedXml(text, state.keys.publicKey(idp.key));
  } catch (error) {
    if (!(error instanceof XmlSignatureError)) throw error;
    throw invalidAssertion('Error while validating the signature.');
  }
  const assertion = readSamlAssertion(signed);
  if (assertion.issuer !== idp.name) throw invalidAssertion('Error while validating the signature.');
  return assertion;
}
