import type { XmlElement } from '../../engine/kit.js';

/** How callers of one ID are treated: always let in, always refused, or counted. */
export type Access = 'allow' | 'deny' | Quota;

/** So many accesses in so much time; a caller beyond that is shut out for a while. Times in milliseconds. */
export interface Quota {
  readonly maximum: number;
  readonly unit: number;
  /** 0: until the unit of time is over. */
  readonly prohibit: number;
}

/** An ID of a policy: an address, a range, `net.*`, a domain, `other`. */
export interface CallerRule {
  readonly id: string;
  readonly access: Access;
}

/** What a throttling policy says (mediators-flow sheet 12). */
export interface ThrottlePolicy {
  /** Most requests at the same time; undefined: any number. */
  readonly concurrent: number | undefined;
  readonly domains: readonly CallerRule[];
  readonly addresses: readonly CallerRule[];
}

/** A policy that the reference refuses when the first message comes. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

const THROTTLE = 'http://www.wso2.org/products/wso2commons/throttle';
const TYPES = ['IP', 'DOMAIN', 'ROLE'] as const;

interface Rules {
  concurrent: number | undefined;
  readonly byType: Record<(typeof TYPES)[number], CallerRule[]>;
}

/**
 * Reads a policy: its MediatorThrottleAssertion, or the older ThrottleAssertion.
 * @returns undefined when it has neither, which throttles nothing
 * @throws PolicyError
 */
export function readThrottlePolicy(policy: XmlElement): ThrottlePolicy | undefined {
  const assertion = findAssertion(policy);
  if (!assertion) return undefined;
  const rules: Rules = { concurrent: undefined, byType: { IP: [], DOMAIN: [], ROLE: [] } };
  const callerElement = assertion.localName === 'ThrottleAssertion' ? 'All' : 'Policy';
  const children = assertion.elements();
  if (children.length === 0) throw new PolicyError("Empty the policy components as ThrottleAssertion's children");
  for (const child of children) {
    if (child.localName === callerElement) readCaller(child, rules);
    else if (child.localName === 'MaximumConcurrentAccess') rules.concurrent = wholeNumber(child) || undefined;
    else if (callerElement === 'Policy') {
      throw new PolicyError(
        `Invalid throttle policy configuration : unexpected policy element with name ${child.localName}`,
      );
    }
  }
  // Roles are read and never asked for: the mediator knows no user.
  return { concurrent: rules.concurrent, domains: rules.byType.DOMAIN, addresses: rules.byType.IP };
}

/** The assertion may stand in wsp:Policy, wsp:All and wsp:ExactlyOne. */
function findAssertion(element: XmlElement): XmlElement | undefined {
  for (const child of element.elements()) {
    const isAssertion = child.localName === 'MediatorThrottleAssertion' || child.localName === 'ThrottleAssertion';
    if (isAssertion && child.namespaceURI === THROTTLE) return child;
    const inside = ['Policy', 'All', 'ExactlyOne'].includes(child.localName) ? findAssertion(child) : undefined;
    if (inside) return inside;
  }
  return undefined;
}

function readCaller(element: XmlElement, rules: Rules): void {
  let caller: { readonly type: (typeof TYPES)[number]; readonly id: string } | undefined;
  let how: XmlElement | undefined;
  for (const child of element.elements()) {
    if (child.localName === 'Policy' || child.localName === 'ExactlyOne') how = child;
    else caller = { type: typeOf(child), id: idOf(child) };
  }
  if (caller && how) rules.byType[caller.type].push({ id: caller.id, access: readAccess(how) });
}

function typeOf(id: XmlElement): (typeof TYPES)[number] {
  const text = id.attribute('type', THROTTLE)?.value;
  if (text === undefined) throw new PolicyError('Type of Throttle in the policy cannot be null');
  const type = TYPES.find((known) => known === text);
  if (!type) throw new PolicyError(`Unsupported throttle type : ${text}`);
  return type;
}

function idOf(element: XmlElement): string {
  if (element.localName !== 'ID') throw new PolicyError('Undefined policy property for throttle - Expect ID');
  const id = element.ownText().trim();
  if (id === '') throw new PolicyError('Value of ID cannot find - invalid configuration');
  return id;
}

function readAccess(element: XmlElement): Access {
  let access: Access | undefined;
  for (const child of element.elements()) {
    switch (child.localName) {
      case 'Allow':
        access = 'allow';
        break;
      case 'Deny':
        access = 'deny';
        break;
      case 'Control':
        access = readControl(child);
        break;
      // The older form takes the first of its alternatives.
      case 'All':
        access ??= readQuota(child.elements());
        break;
      case 'IsAllow':
        access ??= child.ownText().trim() === 'true' ? 'allow' : 'deny';
        break;
      default:
        throw new PolicyError('Invalid Throttle Policy configuration');
    }
  }
  return access ?? 'allow';
}

function readControl(control: XmlElement): Access {
  const policies = control.elements();
  if (policies.length === 0 || policies.some(({ localName }) => localName !== 'Policy')) {
    throw new PolicyError('Control Assertion must contain a wsp:Policy as child');
  }
  return readQuota(policies.flatMap((policy) => policy.elements()));
}

function readQuota(settings: readonly XmlElement[]): Access {
  let maximum: number | undefined;
  let unit: number | undefined;
  let prohibit = 0;
  for (const setting of settings) {
    const value = wholeNumber(setting);
    if (setting.localName === 'ProhibitTimePeriod') {
      prohibit = value ?? 0;
    } else if (setting.ownText().trim() === '') {
      throw new PolicyError('The policy which have defined as optional should have value');
    } else if (setting.localName === 'UnitTime') {
      if (!value) throw new PolicyError('Unit Time cannot find - invalid throttle policy configuration');
      unit = value;
    } else if (setting.localName === 'MaximumCount') {
      // A count that is no number lets everybody in.
      if (value === undefined) return 'allow';
      maximum = value;
    } else {
      throw new PolicyError('Undefined Policy property for Throttle Policy');
    }
  }
  if (maximum === undefined || unit === undefined) {
    throw new PolicyError('Maximum Count and UnitTime are Mandatory in Throttle Policy');
  }
  return { maximum, unit, prohibit };
}

/** The number in an element; undefined when there is none. */
function wholeNumber(element: XmlElement): number | undefined {
  const text = element.ownText().trim();
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}
