import type * as Libxml2 from 'libxml2-wasm';
import { readXsdDocuments, type XsdDocuments } from './xsd-documents.js';

/** The schema cannot be used: not well-formed, or not a valid XSD. */
export class XsdError extends Error {
  override readonly name = 'XsdError';
}

/** One thing that is wrong with a document. */
export interface XsdProblem {
  /** In the words of libxml2. */
  readonly message: string;
  /** In the text that was checked, from 1. */
  readonly line: number;
}

/** A compiled XSD. It holds memory outside JavaScript's heap until `dispose`, or until it is collected. */
export interface XsdSchema {
  /**
   * Checks a document. What is wrong with it; nothing when it is valid.
   * @throws XsdError when the text is not well-formed
   */
  check(xml: string): readonly XsdProblem[];
  dispose(): void;
}

/** Makes schemas. Nothing is ever read from files or the network. */
export interface XsdCompiler {
  /**
   * @param texts schema documents, which are combined
   * @param resolve the text behind a `schemaLocation` of an import, include or redefine; undefined when there is none,
   *   and the reference is left out
   * @throws XsdError
   */
  compile(texts: readonly string[], resolve: (location: string) => string | undefined): XsdSchema;
}

let compiler: XsdCompiler | undefined;
let loading: Promise<XsdCompiler> | undefined;

/**
 * The compiler. It is a megabyte of WebAssembly that few deployments need, so it is loaded when it is first asked for:
 * a promise then, and the compiler itself from there on.
 */
export function xsdCompiler(): XsdCompiler | Promise<XsdCompiler> {
  if (compiler) return compiler;
  loading ??= import('libxml2-wasm').then((library) => {
    compiler = createCompiler(library);
    return compiler;
  });
  return loading;
}

type Library = typeof Libxml2;

function createCompiler(library: Library): XsdCompiler {
  const { XmlDocument, XsdValidator, ParseOption, XmlLibError } = library;
  const store = new DocumentStore(library);
  // Nesting and sizes are limited where bodies are parsed; here they come from a tree.
  const option = ParseOption.XML_PARSE_HUGE | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET;

  function parse(text: string, url?: string) {
    try {
      return XmlDocument.fromString(text, url === undefined ? { option } : { option, url });
    } catch (error) {
      throw asXsdError(error);
    }
  }

  function asXsdError(error: unknown): unknown {
    if (!(error instanceof library.XmlError)) return error;
    return new XsdError(error.message.trim(), { cause: error });
  }

  return {
    compile(texts, resolve) {
      const documents = readXsdDocuments(texts, resolve, (message, cause) => new XsdError(message, { cause }));
      const validator = store.serving(documents, () => {
        const main = parse(documents.main, 'main');
        try {
          return XsdValidator.fromDoc(main);
        } catch (error) {
          throw asXsdError(error);
        } finally {
          main.dispose();
        }
      });
      return {
        dispose: () => validator.dispose(),
        check(xml) {
          const document = parse(xml);
          try {
            validator.validate(document);
            return [];
          } catch (error) {
            if (!(error instanceof XmlLibError)) throw asXsdError(error);
            return error.details.map(({ message, line }) => ({ message: message.trim(), line }));
          } finally {
            document.dispose();
          }
        },
      };
    },
  };
}

/** Gives libxml2 the documents of the schema that is being compiled, and nothing else. */
class DocumentStore {
  readonly #buffers: Libxml2.XmlBufferInputProvider;
  #served: ReadonlyMap<string, string> = new Map();

  constructor({ XmlBufferInputProvider, xmlRegisterInputProvider }: Library) {
    this.#buffers = new XmlBufferInputProvider({});
    const buffers = this.#buffers;
    xmlRegisterInputProvider({
      match: (name) => this.#served.has(name),
      open: (name) => buffers.open(name),
      read: (handle, into) => buffers.read(handle, into),
      close: (handle) => buffers.close(handle),
    });
  }

  serving<T>({ others }: XsdDocuments, compile: () => T): T {
    const encoder = new TextEncoder();
    for (const [name, text] of others) this.#buffers.addBuffer(name, encoder.encode(text));
    this.#served = others;
    try {
      return compile();
    } finally {
      this.#served = new Map();
      for (const name of others.keys()) this.#buffers.removeBuffer(name);
    }
  }
}
