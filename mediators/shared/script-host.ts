import {
  artifactsOf,
  compileXPath,
  type DeferredXPath,
  elementAsText,
  isNodeList,
  JavaNumber,
  JsonData,
  type Message,
  parseJson,
  parseXml,
  Report,
  ScriptJson,
  ScriptObject,
  type ScriptValue,
  serializeXml,
  stringifyJson,
  type Value,
  valueText,
  XmlElement,
} from '../../engine/kit.js';
import { ScriptElements } from './script-elements.js';
import { messageOperations, type Operation, serviceOperations } from './script-operations.js';

/** The JSON that scripts last saw on a message: a later script on an XML body still gets it (mediators-message sheet 9). */
const lastJson = new WeakMap<Message, string>();

/** JavaScript as the engines of the reference read it: `js` and `graalJs` are one, Rhino and Nashorn differ in what mc gives. */
export type ScriptLanguage = 'js' | 'graalJs' | 'nashornJs' | 'rhinoJs';

/** What `mc` can do, outside of the sandbox. One for each run. */
export class ScriptMessageHost {
  readonly #message: Message;
  readonly #language: ScriptLanguage;
  readonly #elements = new ScriptElements();
  /** Milliseconds that the script asked to sleep; the mediator waits that long when the script is over. */
  sleeping = 0;

  constructor(message: Message, language: ScriptLanguage) {
    this.#message = message;
    this.#language = language;
    if (message.jsonText !== undefined) lastJson.set(message, message.jsonText);
  }

  /** Carries out what the script asks for. What it throws becomes an error inside the script. */
  call(name: string, args: readonly ScriptValue[]): ScriptValue {
    const operation = this.#operations[name];
    if (!operation) throw new Error(`There is no operation ${name}`);
    return operation(...args);
  }

  /** A value of a message as the script gets it: numbers and booleans as such, JSON as objects, XML as elements. */
  toScript(value: Value | undefined): ScriptValue {
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' || typeof value === 'boolean') return value;
    if (value instanceof JavaNumber) return Number(value.value);
    if (value instanceof JsonData) return new ScriptJson(stringifyJson(value.value));
    if (value instanceof XmlElement) return this.#elements.hand(value);
    if (isNodeList(value) && value[0] instanceof XmlElement) return this.#elements.hand(value[0]);
    return valueText(value);
  }

  /**
   * A value of a script as a message keeps it: whole numbers as Integer or Long, objects as JSON.
   * @param readXml a string that is well-formed XML becomes the element
   */
  fromScript(value: ScriptValue, readXml: boolean): Value {
    if (value === undefined || value === null) return null;
    if (typeof value === 'boolean') return value;
    if (typeof value === 'number') return javaNumber(value);
    if (value instanceof ScriptJson) return new JsonData(parseJson(value.text));
    if (value instanceof ScriptObject) return this.#elements.fromScript(value);
    return (readXml ? xmlOf(value) : undefined) ?? value;
  }

  /** The methods of `mc` under their names, and what the inside needs besides. */
  readonly #operations: Readonly<Record<string, Operation>> = {
    knows: (name) => Object.hasOwn(this.#operations, String(name)),
    element: (method, id, ...args) => this.#elements.ask(String(method), this.#elements.element(id), args),
    payloadJson: () => this.#payloadJson(),
    setPayloadJson: (json, raw) => {
      this.#message.setJson(String(this.#language === 'rhinoJs' ? (raw ?? json) : json));
    },
    xpath: (kind, expression, node) => this.#xpath(String(kind), String(expression), node),
    ...serviceOperations(() => this.#message),
    sleep: (milliseconds) => {
      if (Number(milliseconds) > 0) this.sleeping += Number(milliseconds);
    },

    getPayloadXML: () => {
      const { payload } = this.#message;
      if (!payload) return null;
      return this.#xmlIsText ? serializeXml(payload) : this.#elements.hand(payload);
    },
    setPayloadXML: (xml) => {
      if (xml === null || xml === undefined) throw new Error('The payload is null');
      this.#message.setXml(this.#elements.fromScript(xml));
    },
    getPayloadText: () => this.#message.jsonText ?? serializeXml(this.#message.envelope),
    getJsonText: () => this.toScript(this.#message.properties.get('JSON_TEXT')) ?? '{}',
    setJsonText: (_, text) => this.#setProperty('JSON_TEXT', text, 'default', false),
    jsonObject: () => this.toScript(this.#message.properties.get('JSON_OBJECT')),
    setJsonObject: (_, value) => this.#setProperty('JSON_OBJECT', value, 'default', false),
    getEnvelope: () => this.#elements.hand(this.#message.envelope),
    getEnvelopeXML: () => serializeXml(this.#message.envelope),
    addHeader: (mustUnderstand, block) => this.#addHeader(mustUnderstand === true, block),
    getProperty: (key, scope) => {
      const name = String(key);
      const elsewhere = typeof scope === 'string' && scope !== 'default';
      return this.toScript(elsewhere ? this.#message.getProperty(scope, name) : this.#message.properties.get(name));
    },
    setProperty: (key, value, scope = 'default') =>
      this.#setProperty(String(key), value, String(scope), this.#language !== 'rhinoJs'),
    removeProperty: (key, scope = 'default') => {
      this.#message.removeProperty(String(scope), String(key));
    },
    getVariable: (key) => this.toScript(this.#message.variables.get(String(key))),
    setVariable: (key, value) => {
      const stored = this.fromScript(value, this.#language !== 'rhinoJs');
      if (stored !== null) this.#message.variables.set(String(key), stored);
    },
    getEntry: (key) => this.toScript(artifactsOf(this.#message).entry(String(key))),
    parseXml: (text) => this.#elements.hand(this.#elements.fromScript(text)),
    getParsedOMElement: (text) => this.#elements.hand(this.#elements.fromScript(text)),
    ...messageOperations(() => this.#message),
  };

  get #xmlIsText(): boolean {
    return this.#language === 'js' || this.#language === 'graalJs';
  }

  #setProperty(key: string, value: ScriptValue, scope: string, readXml: boolean): undefined {
    if (value === null || value === undefined) return undefined;
    const inDefault = scope === 'default';
    const stored = this.fromScript(value, inDefault && readXml);
    // Other scopes hold no JSON objects.
    this.#message.setProperty(scope, key, !inDefault && stored instanceof JsonData ? valueText(stored) : stored);
  }

  #addHeader(mustUnderstand: boolean, block: ScriptValue): undefined {
    const element = this.#elements.fromScript(block);
    const { namespaceURI, prefix } = this.#message.envelope;
    if (mustUnderstand) element.setAttribute('mustUnderstand', '1', namespaceURI, prefix);
    this.#message.addSoapHeader(element);
  }

  #payloadJson(): string {
    const text = this.#message.jsonText ?? lastJson.get(this.#message);
    return text === undefined || /^\s*(?:null\s*)?$/.test(text) ? '{}' : text;
  }

  #xpath(kind: string, source: string, node: ScriptValue): ScriptValue {
    const report = new Report();
    const place = () => ({ file: 'script', line: 1, column: 1 });
    const expression = compileXPath(source, { namespaces: new Map(), place, report });
    if (!expression) throw new Error(`Invalid XPath ${source}: ${report.findings[0]?.message}`);
    const over = typeof node === 'string' ? this.#elements.fromScript(node) : undefined;
    const deferred: DeferredXPath = expression.deferred(this.#message);
    const result = deferred.over(
      over ?? (node instanceof ScriptObject ? this.#elements.element(node) : this.#message.envelope),
    );
    const items = Array.isArray(result) ? result : [result];
    const elements = items.filter((item) => item instanceof XmlElement);
    if (kind === 'nodes') return this.#elements.list(elements);
    const text = elements[0] ? elementAsText(elements[0]) : textOf(items[0]);
    if (kind === 'number') return Number(text);
    return kind === 'boolean' ? (Array.isArray(result) ? result.length > 0 : result === true) : text;
  }
}

function textOf(item: unknown): string {
  if (typeof item === 'object' && item !== null && 'value' in item) return String(item.value);
  if (typeof item === 'object' && item !== null && 'data' in item) return String(item.data);
  return item === null || item === undefined ? '' : String(item);
}

/** As GraalJS hands numbers to Java: Integer, else Long, else Double. */
function javaNumber(value: number): JavaNumber {
  if (!Number.isSafeInteger(value)) return new JavaNumber('double', value);
  return Math.abs(value) < 2 ** 31 ? new JavaNumber('int', value) : new JavaNumber('long', BigInt(value));
}

function xmlOf(text: string): XmlElement | undefined {
  if (!/^\s*<[\s\S]*>\s*$/.test(text)) return undefined;
  try {
    const root = parseXml(text.trim()).documentElement!;
    root.remove();
    return root;
  } catch {
    return undefined;
  }
}
