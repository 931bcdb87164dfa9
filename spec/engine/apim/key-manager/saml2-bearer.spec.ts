import assert from 'node:assert/strict';
import { createHash, sign } from 'node:crypto';
import { keyManager, keys } from './key-manager.js';

const alias = 'https://auth.example/oauth2/token';
const saml = 'urn:oasis:names:tc:SAML:2.0:assertion';
const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const usual = {
  issuer: 'idp',
  subject: `<saml:NameID>fed</saml:NameID>`,
  confirmation:
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData ` +
    `NotOnOrAfter="2024-01-01T00:05:00Z" Recipient="${alias}"></saml:SubjectConfirmationData></saml:SubjectConfirmation>`,
  conditions:
    `<saml:Conditions NotBefore="2024-01-01T00:00:00Z" NotOnOrAfter="2024-01-01T00:05:00.500Z"><saml:AudienceRestriction>` +
    `<saml:Audience>${alias}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
};
type Content = typeof usual;

/** Parts of an assertion in exclusive canonical form, written by hand; the signature stands between them. */
function parts({ issuer, subject, confirmation, conditions }: Content, id = '_1'): readonly [string, string] {
  return [
    `<saml:Assertion xmlns:saml="${saml}" ID="${id}" Version="2.0"><saml:Issuer>${issuer}</saml:Issuer>`,
    `<saml:Subject>${subject}${confirmation}</saml:Subject>${conditions}</saml:Assertion>`,
  ];
}

interface Signing {
  readonly key: string;
  readonly uri: string;
  readonly signature: string;
  readonly transforms: readonly string[];
}

const properly: Signing = {
  key: 'saml',
  uri: '#_1',
  signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  transforms: [`${dsig}enveloped-signature`, exclusive],
};

function signatureOf(canonical: string, { key, uri, signature, transforms }: Signing): string {
  const digest = createHash('sha256').update(canonical).digest('base64');
  const info =
    `<ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${signature}"></ds:SignatureMethod><ds:Reference URI="${uri}"><ds:Transforms>` +
    transforms.map((transform) => `<ds:Transform Algorithm="${transform}"></ds:Transform>`).join('') +
    `</ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>` +
    `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
  const value = sign(
    signature.endsWith('sha1') ? 'sha1' : 'sha256',
    Buffer.from(`<ds:SignedInfo xmlns:ds="${dsig}">${info}`),
    keys.get(key).privateKey,
  );
  return (
    `<ds:Signature xmlns:ds="${dsig}"><ds:SignedInfo>${info}` +
    `<ds:SignatureValue>\n${value.toString('base64')}\n</ds:SignatureValue></ds:Signature>`
  );
}

function signed(content: Partial<Content> = {}, signing: Partial<Signing> = {}): string {
  const [before, after] = parts({ ...usual, ...content });
  return before + signatureOf(before + after, { ...properly, ...signing }) + after;
}

function bearing() {
  const served = keyManager({ idps: [{ name: 'idp', alias, key: 'saml' }] });
  const present = (xml: string) =>
    served.token({
      grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer',
      assertion: Buffer.from(xml).toString('base64url'),
      scope: 'a',
    });
  const refusal = async (xml: string) => {
    const { status, json } = await present(xml);
    assert.deepEqual([status, json.error], [400, 'invalid_grant'], JSON.stringify(json));
    return json.error_description;
  };
  return { ...served, present, refusal };
}

describe('an assertion of SAML', () => {
  it('gives a token for its subject, with a refresh token, once', async () => {
    const { present, state, refusal } = bearing();
    const { status, json } = await present(signed());
    assert.equal(status, 200, JSON.stringify(json));
    assert.equal(typeof json.refresh_token, 'string');
    const token = state.tokens.find(json.access_token)!;
    assert.deepEqual([token.user, token.userType, token.idp, json.scope], ['fed', 'APPLICATION_USER', 'idp', 'a']);
    assert.equal(await refusal(signed()), 'The assertion was used before');
  });

  it('may be written otherwise than in its canonical form', async () => {
    const other = signed()
      .replace('></saml:SubjectConfirmationData>', '/>')
      .replace(
        /<saml:Assertion (xmlns:\S+) (ID="_1") (Version="2.0")>/,
        "<?xml version='1.0'?><!-- c -->\n<saml:Assertion $3\n$2 $1>",
      )
      .replace('fed', '<![CDATA[f]]>&#101;<!-- c -->d');
    const { json } = await bearing().present(other);
    assert.equal(json.error_description, undefined);
  });

  it('names whom its signer named, whatever comments stand in the name', async () => {
    const { present, state } = bearing();
    const xml = signed({ subject: '<saml:NameID>admin.evil</saml:NameID>' }).replace('admin', 'admin<!-- -->');
    const { json } = await present(xml);
    assert.equal(state.tokens.find(json.access_token)!.user, 'admin.evil');
  });

  const bad = 'Error while validating the signature.';
  const evil = (xml: string) => xml.replace('>fed<', '>admin<');
  const [before, after] = parts(usual);
  for (const [what, xml] of [
    ['without a signature', before + after],
    ['that was changed', evil(signed())],
    ['signed by another', signed({}, { key: 'others' })],
    ['signed by SHA-1', signed({}, { signature: `${dsig}rsa-sha1` })],
    ['of which nothing in particular is signed', signed({}, { uri: '' })],
    ['of which something else is signed', signed({}, { uri: '#_2' })],
    ['with other transforms', signed({}, { transforms: [`${dsig}enveloped-signature`] })],
    [
      'with further transforms',
      signed({}, { transforms: [...properly.transforms, 'http://www.w3.org/TR/1999/REC-xpath-19991116'] }),
    ],
    ['with two signatures', signed().replace(/<ds:Signature .*<\/ds:Signature>/s, '$&$&')],
    ['that wraps a signed one', evil(before.replace('"_1"', '"_2"')) + signed() + evil(after)],
    ['that wraps a signed one of its own id', `${before}<saml:Advice>${signed()}</saml:Advice>${evil(after)}`],
    [
      'that has the signature of one that it wraps',
      before +
        signatureOf(before + after, properly).replace('</ds:Signature>', `<ds:Object>${before}${after}</ds:Object>$&`) +
        evil(after),
    ],
    ['with a document type', `<!DOCTYPE a [<!ENTITY e "admin">]>${signed()}`],
  ] as const) {
    it(`${what} is refused`, async () => {
      const text = await bearing().refusal(xml);
      const expected = what === 'with a document type' ? 'Error while unmarshalling the SAML2 assertion' : bad;
      assert.equal(text, expected);
    });
  }

  const confirmation = (changes: (text: string) => string) => ({ confirmation: changes(usual.confirmation) });
  const conditions = (changes: (text: string) => string) => ({ conditions: changes(usual.conditions) });
  const window = 'Assertion is not valid according to the time window provided in Conditions';
  const audience = 'SAML Assertion Audience Restriction validation failed';
  for (const [what, content, expected] of [
    ['of an unknown issuer', { issuer: 'other' }, 'Identity provider is null'],
    ['without an issuer', { issuer: ' ' }, 'Issuer is empty in the SAML assertion'],
    ['without a name', { subject: '' }, 'NameID in Assertion cannot be empty'],
    ['without conditions', { conditions: '' }, "SAML Assertion doesn't contain Conditions"],
    [
      'for everybody',
      { conditions: '<saml:Conditions></saml:Conditions>' },
      'Audience restriction not found in the saml assertion',
    ],
    ['for others', conditions((text) => text.replace(alias, 'x')), audience],
    [
      'for us and, as it says elsewhere, for others only',
      conditions((text) =>
        text.replace(
          /<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/,
          (own) => own + own.replace(alias, 'x'),
        ),
      ),
      audience,
    ],
    ['at its end', conditions((text) => text.replace('00:05:00.500', '00:00:00')), window],
    ['before its time', conditions((text) => text.replace('00:00:00Z', '00:00:01Z')), window],
    [
      'with a condition that nobody knows',
      conditions((text) => text.replace('</saml:Conditions>', '<saml:Other></saml:Other></saml:Conditions>')),
      window,
    ],
    [
      'with a time that is none',
      conditions((text) => text.replace('2024-01-01T00:05:00.500Z', 'never')),
      'The time of NotOnOrAfter in the assertion cannot be read',
    ],
    ['that confirms nobody', { confirmation: '' }, 'No SubjectConfirmation exist in Assertion'],
    [
      'for who holds a key',
      confirmation((text) => text.replace('cm:bearer', 'cm:holder-of-key')),
      'Failed to find a SubjectConfirmation with a Method attribute having : urn:oasis:names:tc:SAML:2.0:cm:bearer',
    ],
    ['for another place', confirmation((text) => text.replace(alias, 'x')), 'Recipient validation failed'],
    [
      'whose confirmation has ended',
      confirmation((text) => text.replace('00:05:00', '00:00:00')),
      'Cannot find valid NotOnOrAfter details in assertion',
    ],
    [
      'whose confirmation has no end',
      confirmation((text) => text.replace(/NotOnOrAfter="[^"]*" /, '')),
      'Cannot find valid NotOnOrAfter details in assertion',
    ],
  ] as const) {
    it(`${what} is refused`, async () => {
      assert.equal(await bearing().refusal(signed(content)), expected);
    });
  }

  for (const [what, text] of [
    ['that is no XML', 'abc'],
    ['that is something else', '<a ID="_1"/>'],
    ['of nobody', `<saml:Assertion xmlns:saml="${saml}"/>`],
  ] as const) {
    it(`${what} is refused`, async () => {
      assert.match(await bearing().refusal(text), /unmarshalling|Cannot find a Subject/);
    });
  }
});
