import type { GuestHost } from './script-guest-elements.js';

/**
 * Runs inside the sandbox (see guestElements). Puts up the few classes of Java that scripts in the field use, the methods
 * that Java's strings have, and the functions that JavaScript on a JVM has; any other Java class is an error that names it.
 */
export function guestJava(host: GuestHost): true {
  class Bytes extends Array<number> {}

  function utf8(text: string): Bytes {
    return Bytes.from(unescape(encodeURIComponent(text)), (byte) => byte.charCodeAt(0)) as Bytes;
  }
  function textOf(value: unknown): string {
    if (!(value instanceof Bytes)) return String(value);
    return decodeURIComponent(escape(String.fromCharCode(...value)));
  }
  function encoder(url: boolean, padding: boolean) {
    return {
      encodeToString: (bytes: Bytes) => host('base64', textOf(bytes), url, padding),
      encode: (bytes: Bytes) => utf8(String(host('base64', textOf(bytes), url, padding))),
      withoutPadding: () => encoder(url, false),
    };
  }
  const decoder = { decode: (text: unknown) => utf8(String(host('unbase64', textOf(text)))) };

  class Uuid {
    constructor(readonly text: string) {}
    static randomUUID() {
      return new Uuid(String(host('uuid')));
    }
    toString() {
      return this.text;
    }
  }
  class QName {
    readonly namespaceURI: string;
    readonly localPart: string;
    constructor(first: string, second?: string) {
      this.namespaceURI = second === undefined ? '' : first;
      this.localPart = second ?? first;
    }
    getLocalPart() {
      return this.localPart;
    }
    getNamespaceURI() {
      return this.namespaceURI;
    }
  }
  class ByteArrayInputStream {
    readonly text: string;
    constructor(bytes: unknown) {
      this.text = textOf(bytes);
    }
    toString() {
      return this.text;
    }
  }
  class JavaText extends String {
    constructor(value: unknown) {
      super(textOf(value));
    }
  }
  const out = { println: (text: unknown) => host('log', 'info', String(text)) };
  const classes: Record<string, unknown> = {
    'java.lang.Thread': { sleep: (milliseconds: unknown) => host('sleep', Number(milliseconds)) },
    'java.lang.System': {
      currentTimeMillis: () => host('now'),
      nanoTime: () => Number(host('now')) * 1e6,
      getProperty: (name: unknown) => host('systemProperty', String(name)),
      getenv: (name: unknown) => host('environment', String(name)),
      out,
      err: out,
    },
    'java.lang.String': JavaText,
    'java.lang.Integer': { parseInt: (text: unknown) => Number.parseInt(String(text), 10), valueOf: Number },
    'java.lang.Long': { parseLong: Number, valueOf: Number },
    'java.lang.Double': { parseDouble: Number, valueOf: Number },
    'java.util.UUID': Uuid,
    'java.util.Base64': {
      getEncoder: () => encoder(false, true),
      getUrlEncoder: () => encoder(true, true),
      getDecoder: () => decoder,
      getUrlDecoder: () => decoder,
    },
    'java.io.ByteArrayInputStream': ByteArrayInputStream,
    'javax.xml.namespace.QName': QName,
  };

  /** A package, or a class that is not there: it fails when it is used. */
  function javaPackage(path: string): unknown {
    const missing = () => {
      throw new Error(`The Java class ${path} is not available to scripts`);
    };
    return new Proxy(missing, {
      get(_, name) {
        if (typeof name === 'symbol') return undefined;
        if (name === 'toString') return () => `[JavaPackage ${path}]`;
        const inside = path === '' ? name : `${path}.${name}`;
        return classes[inside] ?? javaPackage(inside);
      },
      apply: missing,
      construct: missing,
    });
  }
  function javaClass(path: string): unknown {
    const found = classes[path];
    if (!found) throw new Error(`The Java class ${path} is not available to scripts`);
    return found;
  }
  function simpleName(path: string): string {
    return path.slice(path.lastIndexOf('.') + 1);
  }

  const globals: Record<string, unknown> = {
    Packages: javaPackage(''),
    java: javaPackage('java'),
    javax: javaPackage('javax'),
    org: javaPackage('org'),
    com: javaPackage('com'),
    Java: { type: javaClass, from: (items: unknown) => items, to: (items: unknown) => items },
    importPackage: () => undefined,
    importClass: (wanted: unknown) => {
      for (const path of Object.keys(classes)) {
        if (classes[path] === wanted) Object.assign(globalThis, { [simpleName(path)]: wanted });
      }
    },
    print: (...texts: readonly unknown[]) => host('log', 'info', texts.join(' ')),
    console: {
      debug: (...texts: readonly unknown[]) => host('log', 'debug', texts.join(' ')),
      log: (...texts: readonly unknown[]) => host('log', 'info', texts.join(' ')),
      info: (...texts: readonly unknown[]) => host('log', 'info', texts.join(' ')),
      warn: (...texts: readonly unknown[]) => host('log', 'warn', texts.join(' ')),
      error: (...texts: readonly unknown[]) => host('log', 'error', texts.join(' ')),
    },
  };
  const stringMethods: Record<string, unknown> = {
    equals(this: string, other: unknown) {
      return String(this) === (other === null || other === undefined ? other : String(other));
    },
    equalsIgnoreCase(this: string, other: unknown) {
      return this.toLowerCase() === String(other).toLowerCase();
    },
    contains(this: string, part: unknown) {
      return this.includes(String(part));
    },
    isEmpty(this: string) {
      return this.length === 0;
    },
    getBytes(this: string) {
      return utf8(String(this));
    },
    getAddress(this: string) {
      return String(this);
    },
  };
  const define = (target: object, members: Record<string, unknown>) => {
    for (const name of Object.keys(members)) {
      Object.defineProperty(target, name, { value: members[name], writable: true, configurable: true });
    }
  };
  define(globalThis, globals);
  define(String.prototype, stringMethods);
  return true;
}
