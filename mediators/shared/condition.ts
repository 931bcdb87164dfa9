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

/** `<condition>`: one evaluator inside (mediators-flow sheet 8, mediators-message sheet 12). */
export const conditionShape = { body: 'content' } as const satisfies Shape;

/** Decides for a message. */
export type Condition = (message: Message) => boolean;

const EVALUATORS = ['and', 'or', 'not', 'equal', 'match'];
const URL_PARTS = ['protocol', 'user', 'host', 'port', 'path', 'query', 'ref'];

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
      return (message) => !inner(message);
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
  if (element.name === 'and') return (message) => inner.every((condition) => condition(message));
  return (message) => inner.some((condition) => condition(message));
}

function compileEqual(element: ArtifactElement, report: Report): Condition {
  const text = compileText(element, report);
  const expected = requiredValue(element, 'value', report)?.toLowerCase();
  return (message) => text(message)?.toLowerCase() === expected;
}

function compileMatch(element: ArtifactElement, report: Report): Condition {
  const text = compileText(element, report);
  const at = element.attribute('regex');
  const regex: JavaRegex | undefined =
    requiredValue(element, 'regex', report) === undefined
      ? undefined
      : compileJavaRegex(at!.value, rawContext(at!, element, report));
  return (message) => {
    const found = text(message);
    return found !== undefined && (regex?.matches(found) ?? false);
  };
}

function requiredValue(element: ArtifactElement, name: string, report: Report): string | undefined {
  const value = element.attribute(name)?.value;
  if (value === undefined) report.add('grammar/missing-attribute', element.place, { name });
  return value;
}

/** The text that an evaluator looks at; undefined when it is missing, which makes the evaluator false. */
function compileText(element: ArtifactElement, report: Report): (message: Message) => string | undefined {
  const source = element.attribute('source')?.value ?? '';
  const type = element.attribute('type')?.value ?? 'header';
  switch (type) {
    case 'header':
      return (message) => message.headers.get(source);
    case 'param':
      return (message) => queryParameter(message.to ?? '', source);
    case 'property':
      return (message) => valueText(message.getProperty('default', source)) ?? undefined;
    case 'url':
      return (message) => urlPart(message.to ?? '', source);
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

/** A part of the To address; an absent port reads -1. Without a known part, the whole address. */
function urlPart(address: string, part: string): string | undefined {
  if (!URL_PARTS.includes(part)) return address;
  const match =
    /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d+))?)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i.exec(
      address,
    );
  if (!match) return undefined;
  const [, protocol, user, host, port, path, query, ref] = match;
  const parts: Record<string, string | undefined> = { protocol, user, host, port: port ?? '-1', path, query, ref };
  return parts[part];
}
