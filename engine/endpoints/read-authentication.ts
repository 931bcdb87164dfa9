import { errorCodes, Fault, Report } from '../errors/index.js';
import {
  compileJsonPath,
  compileSynapse,
  compileXPath,
  type Expression,
  type ExpressionContext,
} from '../expressions/index.js';
import type { RawText } from '../grammar/index.js';
import type { Message } from '../message/index.js';
import type { ArtifactElement } from '../xml/index.js';
import type {
  Authentication,
  BasicAuthentication,
  Credential,
  OAuthAuthentication,
  TokenProxy,
  TokenTimeouts,
} from './authentication.js';
import type { DeferredText } from './definition.js';
import { deferredValue } from './parameter.js';
import {
  checkNames,
  childrenOf,
  deployText,
  type EndpointReadContext,
  expressionContext,
  firstChild,
  textOf,
} from './read-context.js';

const grants = {
  clientCredentials: ['clientId', 'clientSecret', 'tokenUrl'],
  passwordCredentials: ['clientId', 'clientSecret', 'tokenUrl', 'username', 'password'],
  authorizationCode: ['clientId', 'clientSecret', 'tokenUrl', 'refreshToken'],
} as const;

const optional = [
  'authMode',
  'requestParameters',
  'customHeaders',
  'connectionTimeout',
  'connectionRequestTimeout',
  'socketTimeout',
  'useGlobalConnectionTimeoutConfigs',
  'proxyConfigs',
  'useGlobalProxyConfigs',
];

type Grant = keyof typeof grants;

/** Reads `<authentication>` of an http endpoint (endpoints sheet, section 7). `invalid`: it is there, and has errors. */
export function readAuthentication(
  http: ArtifactElement,
  endpoint: string | undefined,
  context: EndpointReadContext,
): Authentication | undefined | 'invalid' {
  const element = firstChild(http, 'authentication', context);
  if (!element) return undefined;
  return new AuthenticationReader(endpoint, context).read(element) ?? 'invalid';
}

class AuthenticationReader {
  constructor(
    readonly endpoint: string | undefined,
    readonly context: EndpointReadContext,
  ) {}

  read(element: ArtifactElement): Authentication | undefined {
    checkNames(element, { children: ['oauth', 'basicAuth'] }, this.context);
    const oauth = firstChild(element, 'oauth', this.context);
    const basic = firstChild(element, 'basicAuth', this.context);
    if (oauth && basic)
      this.context.report.add('grammar/losing-alternative', basic.place, { name: 'basicAuth', winner: 'oauth' });
    if (oauth) return this.#oauth(oauth);
    if (basic) return this.#basic(basic);
    return this.#invalid(element, 'it holds neither oauth nor basicAuth');
  }

  #basic(element: ArtifactElement): BasicAuthentication | undefined {
    checkNames(element, { children: ['username', 'password'] }, this.context);
    const username = this.#required(element, 'username');
    const password = this.#required(element, 'password');
    return username && password && { kind: 'basic', username, password };
  }

  #oauth(element: ArtifactElement): OAuthAuthentication | undefined {
    const names = Object.keys(grants) as Grant[];
    checkNames(element, { children: names }, this.context);
    const given = names.flatMap((name) => childrenOf(element, name).slice(0, 1));
    if (given.length !== 1) return this.#invalid(element, `it must hold exactly one of ${names.join(', ')}`);
    return this.#grant(given[0]!);
  }

  #grant(element: ArtifactElement): OAuthAuthentication | undefined {
    const grant = element.name as Grant;
    const mandatory: readonly string[] = grants[grant];
    checkNames(element, { children: [...mandatory, ...optional] }, this.context);
    const [clientId, clientSecret, tokenUrl, ...more] = mandatory.map((name) => this.#required(element, name));
    const requestParameters = this.#pairs(element, 'requestParameters', 'parameter');
    const customHeaders = this.#pairs(element, 'customHeaders', 'header');
    const proxy = this.#proxy(element);
    if (!clientId || !clientSecret || !tokenUrl || more.includes(undefined)) return undefined;
    const [first, second] = more;
    return {
      kind: 'oauth',
      grant,
      clientId,
      clientSecret,
      tokenUrl,
      username: grant === 'passwordCredentials' ? first : undefined,
      password: second,
      refreshToken: grant === 'authorizationCode' ? first : undefined,
      authMode: this.#credential(element, 'authMode'),
      requestParameters,
      customHeaders,
      timeouts: this.#timeouts(element),
      proxy,
    };
  }

  #required(parent: ArtifactElement, name: string): Credential | undefined {
    const credential = this.#credential(parent, name);
    return credential ?? this.#invalid(parent, `${name} is missing`);
  }

  #credential(parent: ArtifactElement, name: string): Credential | undefined {
    const element = firstChild(parent, name, this.context);
    if (!element) return undefined;
    const text = textOf(element);
    return text.value === '' ? undefined : readCredential(text, this.context);
  }

  #pairs(parent: ArtifactElement, list: string, item: string): (readonly [string, Credential])[] {
    const element = firstChild(parent, list, this.context);
    if (!element) return [];
    checkNames(element, { children: [item] }, this.context);
    const pairs = new Map<string, Credential>();
    for (const child of childrenOf(element, item)) {
      checkNames(child, { attributes: ['name'] }, this.context);
      const name = child.attribute('name');
      const text = textOf(child);
      if (!name || name.value.trim() === '') this.#invalid(child, `a ${item} has no name`);
      else if (text.value === '') this.#invalid(child, `the ${item} ${name.value} has no value`);
      else pairs.set(name.value, readCredential(text, this.context));
    }
    return [...pairs];
  }

  #timeouts(element: ArtifactElement): TokenTimeouts {
    const useGlobal = this.#text(element, 'useGlobalConnectionTimeoutConfigs');
    return {
      connection: this.#milliseconds(element, 'connectionTimeout'),
      socket: this.#milliseconds(element, 'socketTimeout'),
      useGlobal: useGlobal === undefined ? undefined : useGlobal.toLowerCase() === 'true',
    };
  }

  /** Something that is no number counts as not given, as in the reference engine. */
  #milliseconds(parent: ArtifactElement, name: string): number | undefined {
    const element = firstChild(parent, name, this.context);
    const text = element && textOf(element);
    if (!text || text.value === '') return undefined;
    if (/^[+-]?\d+$/.test(text.value)) return Number(text.value);
    this.context.report.add('grammar/ignored', text.place, { name, reason: 'it is no whole number of milliseconds' });
    return undefined;
  }

  #proxy(element: ArtifactElement): TokenProxy | undefined {
    const configs = firstChild(element, 'proxyConfigs', this.context);
    if (!configs || configs.elements().length === 0) {
      const wanted = this.#text(element, 'useGlobalProxyConfigs')?.toLowerCase() === 'true';
      return wanted ? { own: undefined, nonProxyHosts: undefined, targetProxyHosts: undefined } : undefined;
    }
    const names = [
      'proxyHost',
      'proxyPort',
      'proxyProtocol',
      'proxyUsername',
      'proxyPassword',
      'nonProxyHosts',
      'targetProxyHosts',
    ];
    checkNames(configs, { children: names }, this.context);
    const [host, port, protocol, username, password, nonProxyHosts, targetProxyHosts] = names.map((name) =>
      this.#text(configs, name),
    );
    if (!host || !port || !protocol)
      return this.#invalid(configs, 'proxyHost, proxyPort and proxyProtocol are required');
    const credentials = username && password ? { username, password } : {};
    return { own: { url: `${protocol}://${host}:${port}`, ...credentials }, nonProxyHosts, targetProxyHosts };
  }

  #text(parent: ArtifactElement, name: string): string | undefined {
    const element = firstChild(parent, name, this.context);
    return (element && textOf(element).value) || undefined;
  }

  #invalid(element: ArtifactElement, reason: string): undefined {
    const name = this.endpoint ?? 'null';
    this.context.report.add('endpoint/authentication', element.place, { name, reason });
    return undefined;
  }
}

/** A text of `<authentication>`: an expression when it stands in braces, else literal. */
function readCredential(text: RawText, context: EndpointReadContext): Credential {
  const { value } = text;
  if (value.startsWith('{') && value.endsWith('}')) return expressionCredential(text, context);
  const literal = deployText(text, context);
  if (literal === undefined) return () => '';
  return typeof literal === 'string' ? () => literal : (message) => parameterText(literal, message);
}

function parameterText(parameter: DeferredText, message: Message): string {
  const value = deferredValue(parameter, message.services);
  if (value === undefined) throw authenticationFault(`There is no value for ${parameter.text}`);
  return value;
}

/** A broken expression lets the endpoint deploy and every call fail; so it is a warning here and a fault there. */
function expressionCredential(text: RawText, context: EndpointReadContext): Credential {
  const source = text.value.slice(1, -1);
  const report = new Report();
  const expression = compile(source, expressionContext(text, 1, { ...context, report }));
  if (!expression) {
    const reason = report.findings[0]?.message ?? 'it cannot be read';
    context.report.add('endpoint/broken-credential', report.findings[0] ?? text.place, { reason });
    return () => {
      throw authenticationFault(`Error while building the expression : ${source}`);
    };
  }
  return (message) => expression.string(message) ?? '';
}

function compile(source: string, context: ExpressionContext): Expression | undefined {
  if (source.startsWith('json-eval(') && source.endsWith(')')) {
    return compileJsonPath(source.slice('json-eval('.length, -1), shifted(context, 'json-eval('.length));
  }
  if (source.startsWith('${') && source.endsWith('}')) return compileSynapse(source.slice(2, -1), shifted(context, 2));
  return compileXPath(source, context);
}

function shifted(context: ExpressionContext, by: number): ExpressionContext {
  return { ...context, place: (offset) => context.place(offset + by) };
}

/** A fault about credentials; who asked for them knows what to write around it. */
function authenticationFault(text: string): Fault {
  return new Fault(text, { errorCode: errorCodes.authenticationFailed });
}
