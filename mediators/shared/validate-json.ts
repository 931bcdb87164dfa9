import {
  boundedPattern,
  compileDraft4,
  type Draft4Check,
  type DynamicText,
  type Expression,
  Fault,
  type Message,
  XmlElement,
} from '../../engine/kit.js';
import { resourceText } from './resource-text.js';
import { SchemaCache } from './schema-cache.js';

/** What the check of JSON needs of the mediator. */
export interface JsonCheckValues {
  readonly source: Expression | undefined;
  readonly keys: readonly DynamicText[];
  readonly cached: boolean;
}

const INVALID = 'Error while validating the JSON Schema';

/** Compiles the check of a JSON message: whether it is valid; the error properties are set when it is not. */
export function compileJsonCheck({ source, keys, cached }: JsonCheckValues): (message: Message) => boolean {
  const cache = new SchemaCache<Draft4Check>();
  return (message) => {
    const names = keys.map((key) => key.string(message) ?? '');
    const text = schemaText(message, names);
    const check = cached ? cache.get(names, [text], () => compile(text)) : compile(text);
    const problem = check(dataOf(message, source));
    if (!problem) return true;
    const { message: reason, pointer, keyword } = problem;
    message.setProperty('default', 'ERROR_MESSAGE', reason);
    message.setProperty(
      'default',
      'ERROR_DETAIL',
      `Error while validating Json message error: ${reason}\n    level: "error"\n    instance: {"pointer":${JSON.stringify(pointer)}}\n    keyword: "${keyword}"\n`,
    );
    return false;
  };
}

/** Of several schemas the last one counts. */
function schemaText(message: Message, names: readonly string[]): string {
  const last = names[names.length - 1] ?? '';
  if (message.services.localEntry(last) instanceof XmlElement)
    throw new Fault('Can not find valid JSON Schema content');
  const text = resourceText(message, last);
  if (text === undefined) throw new Fault(`Can not find JSON Schema ${names.join('')}`);
  return text;
}

function compile(text: string): Draft4Check {
  try {
    return compileDraft4(JSON.parse(text), { pattern: boundedPattern });
  } catch (thrown) {
    throw new Fault(INVALID, { cause: thrown });
  }
}

/** What is checked, as plain data; an empty or missing text counts as an empty object. */
function dataOf(message: Message, source: Expression | undefined): unknown {
  if (source?.language === 'xpath') {
    throw new Fault(
      'Could not find JSONPath or Synapse Expression to extract the message to validate from the payload',
    );
  }
  const text = source ? source.string(message) : message.jsonFormText();
  try {
    return JSON.parse(text?.trim() ? text : '{}');
  } catch (thrown) {
    const place = source ? ` for JSONPath ${source.source}` : '';
    throw new Fault(INVALID + place, { cause: thrown, ...(source ? {} : { parsing: 'wrapped' }) });
  }
}
