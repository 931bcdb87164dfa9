import { parseXml, type XmlElement, XmlSyntaxError } from '../../xml/index.js';
import { OAuthError } from './answers.js';

const saml = 'urn:oasis:names:tc:SAML:2.0:assertion';
const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/** Conditions that are understood; `OneTimeUse` holds of all assertions, `ProxyRestriction` is none for us. */
const conditionNames: ReadonlySet<string> = new Set(['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction']);

/** A longer issuer or name is none; in characters. */
const longestText = 1024;

/** An assertion of a user (SAML 2.0 core, section 2). */
export interface SamlAssertion {
  readonly id: string;
  readonly issuer: string;
  /** Who it is about. */
  readonly name: string;
  readonly element: XmlElement;
}

/** Where and when an assertion is presented. Times in milliseconds. */
export interface Presentation {
  /** Under what name its sender knows us. */
  readonly alias: string;
  readonly now: number;
  /** Clocks may differ by so much. */
  readonly skew: number;
}

/** Reads what an assertion must have; nothing is checked yet. @throws OAuthError */
export function readSamlAssertion(text: string): SamlAssertion {
  const element = parsed(text);
  if (element?.localName !== 'Assertion' || element.namespaceURI !== saml) {
    throw invalidAssertion('Error while unmarshalling the SAML2 assertion');
  }
  const subject = element.child(saml, 'Subject');
  if (!subject) throw invalidAssertion('Cannot find a Subject in the Assertion');
  const name = shortText(subject.child(saml, 'NameID'));
  if (!name) throw invalidAssertion('NameID in Assertion cannot be empty');
  const issuer = shortText(element.child(saml, 'Issuer'));
  if (!issuer) throw invalidAssertion('Issuer is empty in the SAML assertion');
  return { id: element.getAttribute('ID') ?? '', issuer, name, element };
}

function parsed(text: string): XmlElement | null {
  try {
    return parseXml(text).documentElement;
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    return null;
  }
}

/**
 * Checks for whom, where and when an assertion counts (gateway sheet B.3; RFC 7522, section 3).
 * @returns when it can be presented no more, in milliseconds since 1970
 * @throws OAuthError
 */
export function checkSamlConditions({ element }: SamlAssertion, presentation: Presentation): number {
  const conditions = element.child(saml, 'Conditions');
  if (!conditions) throw invalidAssertion("SAML Assertion doesn't contain Conditions");
  checkAudience(conditions, presentation.alias);
  if (!conditions.elements().every(isKnownCondition) || !isWithin(conditions, presentation)) {
    throw invalidAssertion('Assertion is not valid according to the time window provided in Conditions');
  }
  return confirmedUntil(element, presentation);
}

function isKnownCondition({ namespaceURI, localName }: XmlElement): boolean {
  return namespaceURI === saml && conditionNames.has(localName);
}

/** All restrictions must name us; of one, an audience must. */
function checkAudience(conditions: XmlElement, alias: string): void {
  const restrictions = children(conditions, 'AudienceRestriction');
  if (restrictions.length === 0) throw invalidAssertion('Audience restriction not found in the saml assertion');
  const named = restrictions.every((restriction) =>
    children(restriction, 'Audience').some((audience) => audience.textContent.trim() === alias),
  );
  if (!named) throw invalidAssertion('SAML Assertion Audience Restriction validation failed');
}

/** One confirmation suffices: for whoever bears it, to be presented here, and with an end that is to come. */
function confirmedUntil(element: XmlElement, presentation: Presentation): number {
  const subject = element.child(saml, 'Subject');
  const all = subject ? children(subject, 'SubjectConfirmation') : [];
  if (all.length === 0) throw invalidAssertion('No SubjectConfirmation exist in Assertion');
  const bearers = all.filter((confirmation) => confirmation.getAttribute('Method') === bearer);
  if (bearers.length === 0) {
    throw invalidAssertion(`Failed to find a SubjectConfirmation with a Method attribute having : ${bearer}`);
  }
  const data = bearers.flatMap((confirmation) => children(confirmation, 'SubjectConfirmationData'));
  const here = data.filter((each) => each.getAttribute('Recipient') === presentation.alias);
  if (data.length > 0 && here.length === 0) throw invalidAssertion('Recipient validation failed');
  const ends = here.filter((each) => isWithin(each, presentation)).map((each) => time(each, 'NotOnOrAfter'));
  const end = Math.max(...ends.filter((each) => each !== undefined));
  if (!Number.isFinite(end)) throw invalidAssertion('Cannot find valid NotOnOrAfter details in assertion');
  return end + presentation.skew;
}

function isWithin(element: XmlElement, { now, skew }: Presentation): boolean {
  const begin = time(element, 'NotBefore');
  const end = time(element, 'NotOnOrAfter');
  return !(begin !== undefined && now + skew < begin) && !(end !== undefined && now - skew >= end);
}

/** SAML knows times in UTC only. @throws OAuthError for what is no such time */
function time(element: XmlElement, attribute: string): number | undefined {
  const text = element.getAttribute(attribute);
  if (text === null) return undefined;
  const read = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(read)) throw invalidAssertion(`The time of ${attribute} in the assertion cannot be read`);
  return read;
}

function children(element: XmlElement, name: string): XmlElement[] {
  return element.elements().filter(({ namespaceURI, localName }) => namespaceURI === saml && localName === name);
}

function shortText(element: XmlElement | null): string {
  const text = element?.textContent.trim() ?? '';
  return text.length > longestText ? '' : text;
}

/** Why an assertion counts not. */
export function invalidAssertion(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}
