import { type Message, serializeXml, XmlElement } from '../../engine/kit.js';

/** Text of a resource, by its key: a local entry first, then the registry. Undefined when there is none. */
export function resourceText(message: Message, key: string): string | undefined {
  const { services } = message;
  const entry = services.localEntry(key);
  if (entry === undefined || entry === null) return services.registry.text(key);
  if (typeof entry === 'string') return entry;
  return entry instanceof XmlElement ? textOf(entry) : undefined;
}

/** Local entries are the same element in every message. */
const texts = new WeakMap<XmlElement, string>();

function textOf(entry: XmlElement): string {
  const text = texts.get(entry) ?? serializeXml(entry);
  texts.set(entry, text);
  return text;
}
