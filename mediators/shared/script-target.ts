import { Fault, JsonData, type Message, stringifyJson, type Value, valueText, XmlElement } from '../../engine/kit.js';

/** Where the result of a script's function goes. */
export interface ScriptTarget {
  readonly target: 'body' | 'variable' | 'none';
  /** Name of the variable. */
  readonly variable: string;
}

/**
 * Puts a result where it belongs: an element becomes the body, anything else a JSON body; a variable takes it as it is.
 * Throws Fault for a result that is null, or is no JSON.
 */
export function putScriptResult(
  value: Value,
  message: Message,
  { target, variable }: ScriptTarget,
  title: string,
): void {
  if (target === 'none') return;
  if (value === null) {
    const text = `The script engine returned an Exception executing the ${title}`;
    throw new Fault(text, { detail: `${text}: the result is null` });
  }
  if (target === 'variable') message.variables.set(variable, value);
  else if (value instanceof XmlElement) message.setXml(value);
  else {
    message.setJson(value instanceof JsonData ? stringifyJson(value.value) : (valueText(value) ?? ''));
    message.setProperty('axis2', 'messageType', 'application/json');
  }
}
