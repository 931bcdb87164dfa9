import {
  type ArtifactElement,
  compileExpression,
  compileJavaRegex,
  type JavaRegex,
  type Message,
  nearestName,
  type Report,
  rawContext,
  type Shape,
  type ValuesOf,
  valueText,
} from '../../engine/kit.js';
import { UrlParts, urlPartNames } from './url-parts.js';

/** `<condition>`: one evaluator inside (mediators-flow sheet 8, mediators-message sheet 12). */
export const conditionShape = { body: 'content' } as const satisfies Shape;

/** Decides for a message; `url` is what evaluators of type url look at, by default the To address. */
export type Condition = (message: Message, url?: UrlParts) => boolean;

const EVALUATORS = ['and', 'or', 'not', 'equal', 'match'];

/** Finds the value of a transport header. */
export type HeaderOf = (message: Message, name: string) => string | undefined;

/**
 * Compiles the evaluator of a condition; errors are reported, and the condition is false then.
 * @param headerOf default: names in any case
 */
export function compileCondition(
  { element }: ValuesOf<typeof conditionShape>,
  report: Report,
  headerOf: HeaderOf = (message, name) => message.headers.get(name),
): Condition {
  return compileOnly(element, { report, headerOf });
}

/** What evaluators are compiled with. */
interface Surroundings {
  readonly report: Report;
  readonly headerOf: HeaderOf;
}

const never: Condition = () => false;

function compileOnly(owner: ArtifactElement, surroundings: Surroundings): Condition {
  const [evaluator] = owner.elements();
  if (!evaluator) {
    surroundings.report.add('grammar/missing-element', owner.place, { name: EVALUATORS.join(' or ') });
    return never;
  }
  return compileEvaluator(evaluator, surroundings);
}

function compileEvaluator(element: ArtifactElement, surroundings: Surroundings): Condition {
  switch (element.name) {
    case 'and':
    case 'or':
      return compileSeveral(element, surroundings);
    case 'not': {
      const inner = compileOnly(element, surroundings);
      return (message, url) => !inner(message, url);
    }
    case 'equal':
      return compileEqual(element, surroundings);
    case 'match':
      return compileMatch(element, surroundings);
    default: {
      const near = nearestName(element.name, EVALUATORS);
      surroundings.report.add(
        'grammar/misplaced-element',
        element.place,
        { name: element.name },
        near && `Did you mean ${near}?`,
      );
      return never;
    }
  }
}

function compileSeveral(element: ArtifactElement, surroundings: Surroundings): Condition {
  const inner = element.elements().map((child) => compileEvaluator(child, surroundings));
  if (inner.length < 2) {
    const reason = `${element.name} needs two or more evaluators.`;
    surroundings.report.add('mediator/invalid', element.place, { reason });
  }
  if (element.name === 'and') return (message, url) => inner.every((condition) => condition(message, url));
  return (message, url) => inner.some((condition) => condition(message, url));
}

function compileEqual(element: ArtifactElement, surroundings: Surroundings): Condition {
  const text = compileText(element, surroundings);
  const expected = requiredValue(element, 'value', surroundings.report)?.toLowerCase();
  return (message, url) => text(message, url)?.toLowerCase() === expected;
}

function compileMatch(element: ArtifactElement, surroundings: Surroundings): Condition {
  const { report } = surroundings;
  const text = compileText(element, surroundings);
  const at = element.attribute('regex');
  const regex: JavaRegex | undefined = at && compileJavaRegex(at.value, rawContext(at, element, report));
  if (!at) report.add('grammar/missing-attribute', element.place, { name: 'regex' });
  return (message, url) => {
    const found = text(message, url);
    return found !== undefined && (regex?.matches(found) ?? false);
  };
}

function requiredValue(element: ArtifactElement, name: string, report: Report): string | undefined {
  const value = element.attribute(name)?.value;
  if (value === undefined) report.add('grammar/missing-attribute', element.place, { name });
  return value;
}

/** The text that an evaluator looks at; undefined when it is missing, which makes the evaluator false. */
function compileText(
  element: ArtifactElement,
  { report, headerOf }: Surroundings,
): (message: Message, url?: UrlParts) => string | undefined {
  const source = element.attribute('source')?.value ?? '';
  const type = element.attribute('type')?.value ?? 'header';
  switch (type) {
    case 'header':
      return (message) => headerOf(message, source);
    case 'param':
      return (message) => queryParameter(message.to ?? '', source);
    case 'property':
      return (message) => valueText(message.getProperty('default', source)) ?? undefined;
    case 'url': {
      const part = urlPartNames.find((name) => name === source);
      return (message, url = UrlParts.tryParse(message.to ?? '')) => (part ? url?.get(part) : url?.toString());
    }
    case 'soap':
      return soapText(element, report);
    default:
      report.add('mediator/invalid', element.place, {
        reason: `${type} is no type of an evaluator: header, param, url, property, soap.`,
      });
      return () => undefined;
  }
}

/** An XPath over the message; it knows no namespaces. */
function soapText(element: ArtifactElement, report: Report): (message: Message) => string | undefined {
  const source = requiredValue(element, 'source', report);
  const at = element.attribute('source');
  if (!at || source === undefined) return () => undefined;
  const context = { ...rawContext(at, element, report), namespaces: new Map<string, string>() };
  const expression = compileExpression(source, context, { xpath: true });
  return (message) => expression?.string(message) ?? undefined;
}

function queryParameter(address: string, name: string): string | undefined {
  const query = address.split('?', 2)[1];
  return query === undefined ? undefined : (new URLSearchParams(query).get(name) ?? undefined);
}
