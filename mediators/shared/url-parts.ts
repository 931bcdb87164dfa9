import { Fault } from '../../engine/kit.js';

/** Parts of a URL by the reference's names. */
export const urlPartNames = ['protocol', 'user', 'host', 'port', 'path', 'query', 'ref'] as const;
export type UrlPartName = (typeof urlPartNames)[number];

const URL_FORM =
  /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i;

/** A URL in its parts; absent parts are undefined, an absent port is -1. */
export class UrlParts {
  protocol: string | undefined;
  user: string | undefined;
  host: string | undefined;
  port = -1;
  path: string | undefined;
  query: string | undefined;
  ref: string | undefined;

  /** Takes a URL apart. Throws Fault for a text that is none. */
  static parse(text: string): UrlParts {
    const parts = UrlParts.tryParse(text);
    if (!parts) throw new Fault(`Malformed input URI: ${text}`);
    return parts;
  }

  /** The parts, or undefined for a text that is no URL. */
  static tryParse(text: string): UrlParts | undefined {
    const match = /\s/.test(text.trim()) ? null : URL_FORM.exec(text.trim());
    if (!match) return undefined;
    const parts = new UrlParts();
    const [, protocol, user, host, port, path, query, ref] = match;
    parts.protocol = protocol;
    parts.user = user;
    parts.host = host || undefined;
    parts.port = port ? Number(port) : -1;
    parts.path = path || undefined;
    parts.query = query;
    parts.ref = ref;
    return parts;
  }

  /** Text of a part; undefined when it is absent (the port reads -1). */
  get(name: UrlPartName): string | undefined {
    return name === 'port' ? String(this.port) : this[name];
  }

  /** Sets a part; undefined takes it away. Throws Fault for a port that is no number. */
  set(name: UrlPartName, text: string | undefined): void {
    if (name !== 'port') this[name] = text === '' ? undefined : text;
    else if (!text) this.port = -1;
    else if (/^-?\d+$/.test(text)) this.port = Number(text);
    else throw new Fault(`The port ${JSON.stringify(text)} is no number`);
  }

  /** The whole URL, percent-encoded where it is not ASCII. */
  toString(): string {
    const authority =
      this.host === undefined
        ? ''
        : `//${this.user ? `${this.user}@` : ''}${this.host}${this.port >= 0 ? `:${this.port}` : ''}`;
    const path =
      this.path === undefined ? '' : authority !== '' && !this.path.startsWith('/') ? `/${this.path}` : this.path;
    const text = `${this.protocol ? `${this.protocol}:` : ''}${authority}${path}${this.query === undefined ? '' : `?${this.query}`}${this.ref === undefined ? '' : `#${this.ref}`}`;
    return text.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
  }
}
