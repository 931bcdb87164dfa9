import { findMember, JsonData, type JsonValue, type Message, parseJson, valueText } from '../../message/index.js';
import { JsonPathFailure } from './failure.js';
import type { JsonPath } from './json-path.js';
import { byName } from './numbers.js';
import { resultText } from './result-text.js';

/** The property that a path reads instead of the body. */
export interface PropertySource {
  readonly scope: 'default' | 'transport' | 'axis2';
  readonly name: string;
}

const propertySource = /^\$(ctx|trp|axis2):([A-Za-z0-9_-]+)/;
const scopes = { ctx: 'default', trp: 'transport', axis2: 'axis2' } as const;

/**
 * Takes the property off the start of a path: `$ctx:p.a` is `$.a` over the property `p`. The name ends at the first
 * character that is no letter, digit, `_` or `-`.
 * @returns the property, and how much of the text names it
 */
export function readPropertySource(text: string): { source: PropertySource; length: number } | undefined {
  const match = propertySource.exec(text);
  if (!match) return undefined;
  const [whole, prefix, name] = match;
  return { source: { scope: scopes[prefix as keyof typeof scopes], name: name! }, length: whole.length };
}

/** The property's text as it is; empty when it is not set. */
export function propertyText({ scope, name }: PropertySource, message: Message): string {
  return valueText(message.getProperty(scope, name)) ?? '';
}

/**
 * The text of a path over a property; empty when the property is not set.
 * @throws JsonPathFailure when the path leads nowhere, JsonSyntaxError for a property that is no JSON
 */
export function readProperty({ scope, name }: PropertySource, path: JsonPath, message: Message): string {
  const value = message.getProperty(scope, name);
  if (value instanceof JsonData) return resultText(path, path.read(value.value));
  const text = valueText(value);
  if (text === null) return '';
  if (text === '') throw new JsonPathFailure('failure', 'json string can not be null or empty');
  return resultText(path, path.read(parseJson(text, { lenient: true })));
}

/**
 * The value of a path over the body; undefined for an empty body. The first plain path over JSON that nobody has parsed
 * is followed in the text, without a tree.
 * @throws JsonPathFailure as `JsonPath.read`; Fault or JsonSyntaxError for a body that has no JSON form
 */
export function readBody(path: JsonPath, message: Message): JsonValue | undefined {
  const held = message.heldJson;
  if (held && path.members && path.isForward && held.scanOnce()) {
    const { maxBodyDepth } = message.services.settings;
    const value = findMember(held.text, path.members, { maxDepth: maxBodyDepth });
    if (value === undefined) throw new JsonPathFailure('missing', `No results for path: ${path.text}`);
    return typeof path.members[path.members.length - 1] === 'string' ? byName(value) : value;
  }
  const root = message.jsonForm();
  return root === undefined ? undefined : path.read(root);
}
