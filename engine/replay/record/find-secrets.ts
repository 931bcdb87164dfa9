import { credentialKind, isCredentialName } from './credential-names.js';
import { bodyShape, mapLeaves } from './leaf-texts.js';
import type { RawHeaders } from './raw-recording.js';
import { decodeBase64, type Secrets } from './secrets.js';

/** Finds the credentials and tokens of a message and adds them to those that are known. */
export class SecretFinder {
  constructor(readonly secrets: Secrets) {}

  /** @param basicKind what the password of Basic credentials is: `client-secret` for a token endpoint */
  headers(headers: RawHeaders, basicKind = 'password'): void {
    for (const [name, value] of headers) this.header(name, value, basicKind);
  }

  header(name: string, value: string, basicKind = 'password'): void {
    const lower = name.toLowerCase();
    if (lower === 'authorization' || lower === 'proxy-authorization') this.#authorization(value, basicKind);
    else if (lower === 'cookie') for (const cookie of value.split(';')) this.#cookie(cookie);
    else if (lower === 'set-cookie') this.#cookie(value.split(';', 1)[0]);
    else this.leaf(value, name);
  }

  /** The path, the query and the user of a URL, or of the target of a request. */
  url(url: string): void {
    const { query, userInfo } = urlParts(url);
    if (userInfo !== undefined) {
      const password = userInfo.slice(userInfo.indexOf(':') + 1);
      this.secrets.add(decoded(password), 'password');
    }
    this.body(query ?? '', 'application/x-www-form-urlencoded');
    this.text(url);
  }

  body(text: string, contentType: string | undefined): void {
    const shape = bodyShape(text, contentType);
    const grant = shape === 'form' && /(?:^|&)grant_type=/.test(text);
    mapLeaves(text, shape, (leaf, name) => {
      // One-time codes are called like many harmless things.
      if (grant && name === 'code') this.secrets.add(leaf, 'code');
      else this.leaf(leaf, name);
      return [leaf];
    });
  }

  /**
   * An artifact that will be copied. References to values that are kept elsewhere are no secrets; what decodes to
   * `user:password` is one.
   */
  artifact(text: string): void {
    mapLeaves(text, 'xml', (leaf, name) => {
      this.setting(leaf.trim(), name);
      return [leaf];
    });
  }

  /** A value that somebody wrote down: in an artifact, in the registry, in the environment. */
  setting(text: string, name: string): void {
    if (isReference(text)) this.text(text);
    else if (!this.#encodedCredentials(text)) this.leaf(text, name);
  }

  /** A text that stands under a name. */
  leaf(text: string, name: string): void {
    if (!isCredentialName(name)) this.text(text);
    else if (/authorization$/i.test(name)) this.#authorization(text, 'password');
    else this.secrets.add(text, credentialKind(name));
  }

  /** A text about which nothing is known. */
  text(text: string): void {
    if (!suspicious.test(text)) return;
    for (const [, token] of text.matchAll(bearers)) {
      if (/\d/.test(token!) || token!.length >= 24) this.secrets.add(token!, 'access-token');
    }
    for (const [, encoded] of text.matchAll(basics)) this.secrets.addBasic(encoded!, 'password');
    for (const [token] of text.matchAll(webTokens)) this.secrets.add(token, 'token');
    for (const [, password] of text.matchAll(userInfos)) this.secrets.add(decoded(password!), 'password');
    if (/[?&]state=/.test(text)) {
      for (const [, code] of text.matchAll(codes)) this.secrets.add(decoded(code!), 'code');
    }
    for (const pattern of namedValues) {
      for (const [, name, value] of text.matchAll(pattern)) this.#named(name!, value!);
    }
  }

  #named(name: string, value: string): void {
    if (!isCredentialName(name) || isReference(value) || /^(?:bearer|basic|dpop)$/i.test(value)) return;
    this.secrets.add(decoded(value), credentialKind(name));
  }

  #authorization(value: string, basicKind: string): void {
    const [, scheme, rest] = /^([\w-]+)\s+(.+)$/s.exec(value) ?? [];
    if (scheme === undefined || rest === undefined) this.secrets.add(value, 'credential');
    else if (/^basic$/i.test(scheme) && this.secrets.addBasic(rest, basicKind)) return;
    else this.secrets.add(rest, /^(?:bearer|dpop)$/i.test(scheme) ? 'access-token' : 'credential');
  }

  #cookie(cookie: string | undefined): void {
    const [, value] = /^[^=]*=\s*"?([^"]*)"?\s*$/.exec(cookie ?? '') ?? [];
    if (value !== undefined) this.secrets.add(value, 'cookie');
  }

  #encodedCredentials(text: string): boolean {
    if (!/^[A-Za-z0-9+/]{12,}={0,2}$/.test(text)) return false;
    const printable = /^[\x21-\x7e]+:[\x21-\x7e]+$/.test(decodeBase64(text) ?? '');
    return printable && this.secrets.addBasic(text, 'password');
  }
}

/** Cheap test that lets most texts pass. */
const suspicious = /bearer|dpop|basic|eyJ|:\/\/[^/\s]*@|[\w"'>]\s*[=:>]/i;

const bearers = /\b(?:bearer|dpop)\s{1,8}([\w.~+/-]{8,}=*)(?=$|[\s,;"'<)\]}])/gi;
const basics = /\bbasic\s{1,8}([A-Za-z0-9+/]{6,}={0,2})/gi;
const webTokens = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g;
/** An authorization code on its way back to the client. */
const codes = /[?&]code=([^&\s#]{8,})/g;
const userInfos = /:\/\/[^\s/:@]{0,200}:([^\s/@]{1,200})@/g;

/** Name and value: in forms and logs, in JSON, in XML. Repetitions are bounded, so that no text takes long. */
const namedValues: readonly RegExp[] = [
  /(?<![\w.-])([\w.-]{1,60})\s{0,4}=\s{0,4}["']?([^\s&;,"'<>]{4,})/g,
  /"([\w.-]{1,60})"\s{0,8}:\s{0,8}"([^"\\]{4,})"/g,
  /<(?:[\w.-]{1,40}:)?([\w.-]{1,60})(?:\s[^<>]{0,200})?>([^<>]{4,})<\//g,
  // a part of a multipart body
  /\bname="([\w.-]{1,60})"[^\r\n]{0,200}\r?\n(?:[\w-]{1,60}:[^\r\n]{0,200}\r?\n){0,5}\r?\n([^\r\n]{4,4096})/g,
];

/** Whether a text says where a value is, and is not the value. */
function isReference(text: string): boolean {
  return /^\$|[{}]|^\s*(?:get-property|json-eval|fn:|wso2:)/.test(text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A URL, or the target of a request, in the parts that are searched apart. */
export function urlParts(url: string): { readonly userInfo: string | undefined; readonly query: string | undefined } {
  const [, userInfo] = /^[a-z][a-z\d+.-]*:\/\/([^/?#@]*:[^/?#@]*)@/i.exec(url) ?? [];
  const question = url.indexOf('?');
  const query = question < 0 ? undefined : url.slice(question + 1).split('#', 1)[0];
  return { userInfo, query };
}
