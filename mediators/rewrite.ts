import {
  attribute,
  CONTINUE,
  defineMediator,
  dynamicJavaRegex,
  type Expression,
  enumKind,
  expressionKind,
  type JavaRegex,
  javaRegexKind,
  type Message,
  many,
  nameKind,
  one,
  type Report,
  strictBooleanKind,
  textKind,
  valueText,
} from '../engine/kit.js';
import { type Condition, compileCondition, conditionShape } from './shared/condition.js';
import { type UrlPartName, UrlParts, urlPartNames } from './shared/url-parts.js';

const TYPES = ['set', 'append', 'prepend', 'replace', 'remove', 'remove-query-param'] as const;
const FRAGMENTS = ['full', ...urlPartNames] as const;

const actionShape = {
  attributes: {
    type: attribute(enumKind(TYPES, { ignoreCase: true }), 'What happens to the fragment.', { default: 'set' }),
    fragment: attribute(enumKind(FRAGMENTS, { ignoreCase: true }), 'Part of the URL.', { default: 'full' }),
    value: attribute(textKind, 'Literal text.'),
    xpath: attribute(expressionKind({ xpath: true }), 'XPath that gives the text.'),
    regex: attribute(javaRegexKind, 'For replace: the pattern whose matches are replaced.'),
    resolve: attribute(strictBooleanKind, '`{name}` in the text stands for a property.', { default: false }),
  },
} as const;

export default defineMediator({
  element: 'rewrite',
  summary: 'Rewrites the To address, or a URL in a property, by rules.',
  attributes: {
    inProperty: attribute(nameKind, 'Property with the URL, instead of the To address.'),
    outProperty: attribute(nameKind, 'Property for the result, instead of the To address.'),
  },
  children: {
    rewriterule: many(
      {
        children: {
          condition: one(conditionShape, 'The rule applies only when it holds.'),
          action: many(actionShape, 'A change.'),
        },
      },
      'Actions, and the condition under which they apply.',
    ),
  },
  contentAware: true,
  example: `<rewrite><rewriterule><action type="prepend" fragment="path" value="/v2"/></rewriterule></rewrite>`,
  check({ rewriterule }, report) {
    for (const { action, place } of rewriterule) {
      if (action.length === 0)
        report.add('grammar/ignored', place, { name: 'rewriterule', reason: 'it has no action' });
      for (const each of action) checkAction(each, report);
    }
  },
  compile({ inProperty, outProperty, rewriterule }, load) {
    const rules = rewriterule.map(({ condition, action }) => ({
      condition: condition && compileCondition(condition, load.report),
      actions: action.map((each) => compileAction(each)),
    }));
    return (message) => {
      const input = inProperty === undefined ? message.to : valueText(message.getProperty('default', inProperty));
      const url = UrlParts.parse(input ?? '');
      for (const { condition, actions } of rules) {
        if (condition && !holds(condition, message, url)) continue;
        for (const action of actions) action(message, url);
      }
      if (outProperty === undefined) message.to = url.toString();
      else message.setProperty('default', outProperty, url.toString());
      return CONTINUE;
    };
  },
});

/** An error of a condition leaves the rule out. */
function holds(condition: Condition, message: Message, url: UrlParts): boolean {
  try {
    return condition(message, url);
  } catch (thrown) {
    message.services.log.warn(`The condition of a rewrite rule failed, the rule is left out: ${String(thrown)}`);
    return false;
  }
}

interface ActionValues {
  readonly type: (typeof TYPES)[number];
  readonly fragment: (typeof FRAGMENTS)[number];
  readonly value?: string | undefined;
  readonly xpath?: Expression | undefined;
  readonly regex?: JavaRegex | undefined;
  readonly resolve: boolean;
}

function checkAction(
  { type, value, xpath, regex, place }: ActionValues & { place: Parameters<Report['add']>[1] },
  report: Report,
): void {
  if (type !== 'remove' && value === undefined && !xpath) {
    report.add('grammar/missing-one-of', place, { names: 'value, xpath' });
  }
  if (type === 'replace' && !regex) report.add('grammar/missing-attribute', place, { name: 'regex' });
}

type Action = (message: Message, url: UrlParts) => void;

function compileAction({ type, fragment, value, xpath, regex, resolve }: ActionValues): Action {
  const textOf = (message: Message): string | undefined => {
    const text = xpath ? (xpath.string(message) ?? undefined) : value;
    return resolve && text !== undefined ? fill(text, message) : text;
  };
  // Whatever its type, an action on the whole URL sets it, and one on the port sets the number (mediators-message sheet 12).
  if (fragment === 'full') return (message, url) => Object.assign(url, UrlParts.parse(textOf(message) ?? ''));
  if (fragment === 'port') return (message, url) => url.set('port', type === 'remove' ? undefined : textOf(message));
  if (type === 'remove-query-param') return (message, url) => removeParameter(url, textOf(message) ?? '');
  return (message, url) => url.set(fragment, changed(type, fragment, url.get(fragment), textOf(message), regex));
}

function changed(
  type: Exclude<(typeof TYPES)[number], 'remove-query-param'>,
  fragment: UrlPartName,
  old: string | undefined,
  text: string | undefined,
  regex: JavaRegex | undefined,
): string | undefined {
  if (type === 'remove') return undefined;
  if (type === 'set') return text;
  if (text === undefined) return '';
  if (type === 'replace') return old === undefined ? undefined : regex!.replaceAll(old, text);
  const joint = fragment === 'query' && old ? '&' : '';
  return type === 'append' ? `${old ?? ''}${joint}${text}` : `${text}${joint}${old ?? ''}`;
}

/** `{name}` by the property of that name; a missing or empty one empties the whole fragment. */
function fill(text: string, message: Message): string | undefined {
  let complete = true;
  const filled = text.replace(/\{([^{}]+)\}/g, (_whole, name: string) => {
    const value = message.properties.get(name);
    if (typeof value === 'string' && value !== '') return value;
    message.services.log.error(`The property ${name} for the rewritten URL is not set`);
    complete = false;
    return '';
  });
  return complete ? filled : undefined;
}

/** Removes the first query parameter whose name matches the pattern. */
function removeParameter(url: UrlParts, pattern: string): void {
  const name = dynamicJavaRegex(pattern);
  const parameters = url.query?.split('&') ?? [];
  const index = parameters.findIndex((parameter) => name.matches(parameter.split('=', 1)[0]));
  if (index < 0) return;
  parameters.splice(index, 1);
  url.query = parameters.length > 0 ? parameters.join('&') : undefined;
}
