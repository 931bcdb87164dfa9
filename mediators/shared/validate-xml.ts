import {
  type DynamicText,
  type Expression,
  Fault,
  type Message,
  serializeXml,
  XmlElement,
  type XsdCompiler,
  XsdError,
  type XsdSchema,
  xsdCompiler,
} from '../../engine/kit.js';
import { resourceText } from './resource-text.js';
import { SchemaCache } from './schema-cache.js';

/** What the check of XML needs of the mediator. */
export interface XmlCheckValues {
  readonly source: Expression | undefined;
  readonly keys: readonly DynamicText[];
  readonly cached: boolean;
  readonly resources: readonly { readonly location: string; readonly key: string }[];
}

/** How the reference calls a check without a source of its own. */
const DEFAULT_SOURCE = 's11:Body/child::*[position()=1] | s12:Body/child::*[position()=1]';

/**
 * Compiles the check of an XML message: whether it is valid; the error properties are set when it is not. A promise the
 * first time only, while the schema engine is loaded.
 */
export function compileXmlCheck(values: XmlCheckValues): (message: Message) => boolean | Promise<boolean> {
  const { source, keys, cached, resources } = values;
  const cache = new SchemaCache<XsdSchema>(20, (schema) => schema.dispose());
  return (message) => {
    const element = selected(message, source);
    if (!element) return false;
    const compiler = xsdCompiler();
    return compiler instanceof Promise
      ? compiler.then((loaded) => check(message, element, loaded))
      : check(message, element, compiler);
  };

  function check(message: Message, element: XmlElement, compiler: XsdCompiler): boolean {
    const names = keys.map((key) => key.string(message) ?? '');
    const texts = names.map((name) => requiredText(message, name));
    const documents = new Map(resources.map(({ location, key }) => [location, resourceText(message, key)] as const));
    const make = () => compile(compiler, names, texts, (location) => documents.get(location));
    if (cached) return judge(message, element, cache.get(names, [...texts, ...documents.values()], make));
    const schema = make();
    try {
      return judge(message, element, schema);
    } finally {
      schema.dispose();
    }
  }

  function judge(message: Message, element: XmlElement, schema: XsdSchema): boolean {
    const problems = problemsOf(schema, element);
    if (problems.length === 0) return true;
    const texts = problems.map((problem) => problem.message);
    const exception = new Fault(texts[texts.length - 1]!);
    message.setProperty('default', 'ERROR_MESSAGE', `${texts.join('\n')}\n`);
    message.setProperty('default', 'ERROR_EXCEPTION', exception);
    message.setProperty('default', 'ERROR_DETAIL', texts.join('\n'));
    return false;
  }
}

/** The element to be checked. When there is none, that is a failed check with error properties of its own. */
function selected(message: Message, source: Expression | undefined): XmlElement | undefined {
  const name = source?.source ?? DEFAULT_SOURCE;
  let reason = `Could not find an element with the expression ${name}`;
  try {
    // Other languages than XPath are not asked for an element.
    const found = source?.language === 'xpath' ? source.nodes(message)[0] : message.payload;
    if (found instanceof XmlElement) return found;
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    // A body that cannot be parsed is a fault of the flow, as everywhere.
    if (thrown.parsing) throw new Fault(thrown.message, { cause: thrown, parsing: 'wrapped' });
    reason = thrown.message;
  }
  message.setProperty('default', 'ERROR_MESSAGE', `Error occurred while accessing source element: ${name}`);
  message.setProperty('default', 'ERROR_DETAIL', reason);
  return undefined;
}

function requiredText(message: Message, key: string): string {
  const text = resourceText(message, key);
  if (text === undefined) throw new Fault(`No Schema is available with the key  : ${key}`);
  return text;
}

function compile(
  compiler: XsdCompiler,
  names: readonly string[],
  texts: readonly string[],
  resolve: (location: string) => string | undefined,
): XsdSchema {
  try {
    return compiler.compile(texts, resolve);
  } catch (thrown) {
    if (!(thrown instanceof XsdError)) throw thrown;
    const shown = names.map((name) => `Value {name ='null', keyValue ='${name}'}`).join(', ');
    throw new Fault(`Error creating a new schema objects for schemas : [${shown}]`, {
      cause: thrown,
      detail: thrown.message,
    });
  }
}

function problemsOf(schema: XsdSchema, element: XmlElement) {
  try {
    return schema.check(serializeXml(standingAlone(element)));
  } catch (thrown) {
    if (!(thrown instanceof XsdError)) throw thrown;
    throw new Fault(`Error validating ${element.nodeName} element`, { cause: thrown, detail: thrown.message });
  }
}

/** A copy that carries the prefixes of its surroundings: values such as `xsi:type="p:T"` need them. */
function standingAlone(element: XmlElement): XmlElement {
  const copy = element.clone();
  const declared = new Set(copy.declarations.map(({ prefix }) => prefix));
  for (let node = element.parentNode; node instanceof XmlElement; node = node.parentNode) {
    for (const { prefix, uri } of node.declarations) {
      if (prefix === '' || uri === '' || declared.has(prefix)) continue;
      declared.add(prefix);
      copy.declareNamespace(prefix, uri);
    }
  }
  return copy;
}
