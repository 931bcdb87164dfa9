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

/** Compiles the evaluator of a condition; errors are reported, and the condition is false then. */
export function compileCondition({ element }: ValuesOf<typeof conditionShape>, report: Report): Condition {
  return compileOnly(element, report);
}

const never: Condition = () => false;

function compileOnly(owner: ArtifactElement, report: Report): Condition {
  const [evaluator] = owner.elements();
  if (!evaluator) {
    report.add('grammar/missing-element', owner.place, { name: EVALUATORS.join(' or ') });
    return never;
  }
  return compileEvaluator(evaluator, report);
}

function compileEvaluator(element: ArtifactElement, report: Report): Condition {
  switch (element.name) {
    case 'and':
    case 'or':
      return compileSeveral(element, report);
    case 'not': {
      const inner = compileOnly(element, report);
      return (message, url) => !inner(message, url);
    }
    case 'equal':
      return compileEqual(element, report);
    case 'match':
      return compileMatch(element, report);
    default: {
      const near = nearestName(element.name, EVALUATORS);
      report.add('grammar/misplaced-element', element.place, { name: element.name }, near && `Did you mean ${near}?`);
      return never;
    }
  }
}

function compileSeveral(element: ArtifactElement, report: Report): Condition {
  const inner = element.elements().map((child) => compileEvaluator(child, report));
  if (inner.length < 2) {
    report.add('mediator/invalid', element.place, { reason: `${element.name} needs two or more evaluators.` });
  }
  if (element.name === 'and') return (message, url) => inner.every((condition) => condition(message, url));
  return (message, url) => inner.some((condition) => condition(message, url));
}

function compileEqual(element: ArtifactElement, report: Report): Condition {
  const text = compileText(element, report);
  const expected = requiredValue(element, 'value', report)?.toLowerCase();
  return (message, url) => text(message, url)?.toLowerCase() === expected;
}

function compileMatch(element: ArtifactElement, report: Report): Condition {
  const text = compileText(element, report);
  const at = element.attribute('regex');
  const regex: JavaRegex | undefined =
    requiredValue(element, 'regex', report) === undefined
      ? undefined
      : compileJavaRegex(at!.value, rawContext(at!, element, report));
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
  report: Report,
): (message: Message, url?: UrlParts) => string | undefined {
  const source = element.attribute('source')?.value ?? '';
  const type = element.attribute('type')?.value ?? 'header';
  switch (type) {
    case 'header':
      return (message) => message.headers.get(source);
    case 'param':
      return (message) => queryParameter(message.to ?? '', source);
    case 'property':
      return (message) => valueText(message.getProperty('default', source)) ?? undefined;
    case 'url': {
      const part = urlPartNames.find((name) => name === source);
      return (message, url = UrlParts.tryParse(message.to ?? '')) => (part ? url?.get(part) : url?.toString());
    }
    case 'soap': {
      const expression = compileExpression(source, rawContext(element.attribute('source')!, element, report), {
        xpath: true,
      });
      return (message) => expression?.string(message) ?? undefined;
    }
    default:
      report.add('mediator/invalid', element.place, {
        reason: `${type} is no type of an evaluator: header, param, url, property, soap.`,
      });
      return () => undefined;
  }
}

function queryParameter(address: string, name: string): string | undefined {
  const query = address.split('?', 2)[1];
  return query === undefined ? undefined : (new URLSearchParams(query).get(name) ?? undefined);
}
