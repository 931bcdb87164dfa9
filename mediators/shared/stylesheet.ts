import {
  artifactsOf,
  type Message,
  parseXml,
  runInWorker,
  serializeXml,
  type TransformResult,
  valueText,
  XmlElement,
  xmlElement,
} from '../../engine/kit.js';
import { transformLimits } from './transform-limits.js';

/** Namespace of the element that stands for a text. */
const PAYLOAD_NAMESPACE = 'http://ws.apache.org/commons/ns/payload';

/** Entries written as XML, by the element; an entry of another deployment is another element. */
const entryTexts = new WeakMap<XmlElement, string>();

/** The text of a stylesheet or resource. Throws Error when there is none under the key. */
export function sheetText(message: Message, key: string): string {
  const entry = artifactsOf(message).entry(key);
  if (entry === undefined || entry === null) throw new Error(`There is no stylesheet or resource with the key ${key}`);
  if (!(entry instanceof XmlElement)) return (valueText(entry) ?? '').replace(/^\ufeff?\s*/, '');
  let text = entryTexts.get(entry);
  if (text === undefined) {
    text = serializeXml(entry);
    entryTexts.set(entry, text);
  }
  return text;
}

/** One transformation of a message's mediator. */
export interface SheetRun {
  readonly stylesheet: string;
  readonly source: string;
  readonly parameters?: readonly (readonly [name: string, value: string])[];
  readonly resources?: readonly (readonly [location: string, text: string])[];
}

/** Runs a stylesheet, within the time of the settings. Rejects with TransformFailure. */
export function runSheet(message: Message, { stylesheet, source, parameters = [], resources = [] }: SheetRun) {
  return runInWorker({ kind: 'xslt', stylesheet, source, parameters, resources }, transformLimits(message));
}

/** The result as an element: text is wrapped, of XML the first element counts. Throws Error when there is none. */
export function resultElement({ kind, text }: TransformResult, message: Message): XmlElement {
  if (kind === 'text') return xmlElement(PAYLOAD_NAMESPACE, 'text', text);
  const { maxBodyDepth } = message.services.settings;
  const root = parseXml(`<result>${text}</result>`, { maxDepth: maxBodyDepth }).documentElement!.firstElement();
  if (!root) throw new Error('The result of the transformation has no element');
  root.remove();
  return root;
}
