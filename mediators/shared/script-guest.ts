import { type GuestElements, type GuestHost, type GuestTools, guestElements } from './script-guest-elements.js';
import { guestJava } from './script-guest-java.js';
import { guestXPath } from './script-guest-xpath.js';

/** What is put up inside the sandbox only when a script asks for it, since reading it takes time. */
export const scriptParts: Readonly<Record<string, string>> = {
  elements: String(guestElements),
  java: String(guestJava),
  xpath: String(guestXPath),
};

type GuestPart = (host: GuestHost, tools: GuestTools) => unknown;

/**
 * Runs inside the sandbox (see guestElements), at the start of every run: therefore short. Puts up `mc`, whose methods
 * are those of the host, and the names of Java, which load what stands behind them when they are used.
 */
function guestMessage(host: GuestHost, load: (part: string) => GuestPart): GuestTools {
  const loaded: Record<string, unknown> = {};
  const tools: GuestTools = { pack, unpack };
  const part = (name: string) => (loaded[name] ??= load(name)(host, tools));
  const elements = () => part('elements') as GuestElements;

  function pack(value: unknown): unknown {
    if (typeof value === 'bigint') return Number(value);
    if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
    const object = loaded.elements && elements().idOf(value);
    if (object !== undefined) return { object };
    const written = (value as object).toString;
    const plain = Array.isArray(value) || written === undefined || written === Object.prototype.toString;
    return plain ? { json: JSON.stringify(value) } : String(value);
  }
  function unpack(packed: unknown): unknown {
    if (typeof packed !== 'object' || packed === null) return packed;
    const { json } = packed as { json?: string };
    return json === undefined ? elements().wrap(packed as { object: number }) : JSON.parse(json);
  }

  /** What setPayloadJSON writes is not read back by the same script. */
  let payload: { json: unknown } | undefined;
  const own: Record<string, unknown> = {
    getPayloadJSON: () => (payload ??= { json: JSON.parse(host('payloadJson') as string) }).json,
    setPayloadJSON(value: unknown) {
      (own.getPayloadJSON as () => unknown)();
      host('setPayloadJson', JSON.stringify(value) ?? 'null', typeof value === 'string' ? value : undefined);
    },
    getXpathResult: (expression: unknown) => (part('xpath') as (text: string) => unknown)(String(expression)),
    getServiceLog: () => console,
  };
  const mc = new Proxy(own, {
    get(target, name: string) {
      if (Object.hasOwn(target, name) || !host('knows', name)) return target[name];
      return (...args: readonly unknown[]) => unpack(host(name, ...args.map((arg) => (arg === mc ? null : pack(arg)))));
    },
  });

  const lazily = (target: object, names: string) => {
    for (const name of names.split(' ')) {
      Object.defineProperty(target, name, {
        configurable: true,
        get: () => part('java') && (target as Record<string, unknown>)[name],
        set: (value) => Object.defineProperty(target, name, { value, writable: true, configurable: true }),
      });
    }
  };
  lazily(globalThis, 'java javax org com Packages Java importPackage importClass print console');
  lazily(String.prototype, 'equals equalsIgnoreCase contains isEmpty getBytes getAddress');

  // Time is the engine's, which a replay holds still.
  const now = () => host('now') as number;
  const RealDate = Date;
  const { construct, get } = Reflect;
  Object.assign(globalThis, {
    mc,
    Date: new Proxy(RealDate, {
      construct: (target, args, made) => construct(target, args.length === 0 ? [now()] : args, made),
      apply: () => new RealDate(now()).toString(),
      get: (target, name) => (name === 'now' ? now : get(target, name)),
    }),
  });
  return tools;
}

/** The source that a sandbox starts with. */
export const scriptPrelude = String(guestMessage);
