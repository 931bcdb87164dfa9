import { compileSchema, type JsonSchema } from '../../schema/index.js';
import type { ApimRequest } from '../server.js';
import { badRequest, type ErrorDetail, RestError } from './rest-error.js';

/** Who calls a REST API. */
export interface RestCaller {
  /** With the tenant when that is not `carbon.super`. */
  readonly user: string;
  readonly tenant: string;
}

/** JSON up to this size is read. */
const longestDocument = 256 * 1024;
const deepestDocument = 32;
/** Parts of forms up to this size are read. */
const longestPart = 1024 * 1024;

/** A request to a REST API whose caller may make it. */
export class RestCall {
  readonly #request: ApimRequest;
  readonly #variables: ReadonlyMap<string, string>;

  /** @param base path in front of the resource, for Location: `/api/am/publisher/v4` */
  constructor(
    request: ApimRequest,
    readonly caller: RestCaller,
    readonly base: string,
    /** 0 for v0.x. */
    readonly version: number,
    readonly query: URLSearchParams,
    variables: ReadonlyMap<string, string>,
  ) {
    this.#request = request;
    this.#variables = variables;
  }

  /** A variable of the route's path. */
  variable(name: string): string {
    return this.#variables.get(name)!;
  }

  /** @throws RestError 400 when the query has no such parameter */
  required(name: string): string {
    const value = this.query.get(name);
    if (!value) throw badRequest(`The query parameter ${name} is missing.`);
    return value;
  }

  /** The body, which must be JSON. @throws RestError */
  json(): unknown {
    const { headers, body } = this.#request;
    const type = headers['content-type'];
    if (type !== undefined && !/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) {
      throw new RestError(415, 415, 'Unsupported Media Type', 'The resource takes application/json.');
    }
    if (body.length > longestDocument) throw tooLarge(longestDocument);
    try {
      return JSON.parse(body.toString('utf8'));
    } catch {
      throw badRequest('The body is not JSON.');
    }
  }

  /** The body as a form with files. @throws RestError */
  async form(): Promise<FormData> {
    const { headers, body } = this.#request;
    const type = headers['content-type'] ?? '';
    if (!/^multipart\/form-data\s*;/i.test(type)) {
      throw new RestError(415, 415, 'Unsupported Media Type', 'The resource takes multipart/form-data.');
    }
    try {
      return await new Response(new Uint8Array(body), { headers: { 'Content-Type': type } }).formData();
    } catch {
      throw badRequest('The body is not multipart/form-data.');
    }
  }
}

function tooLarge(limit: number): RestError {
  return new RestError(413, 413, 'Request Entity Too Large', `No more than ${limit} bytes are taken.`);
}

/** The text of a part of a form, be it a file or a field; undefined = there is none. @throws RestError 413 over 1 MiB */
export async function partText(form: FormData, name: string): Promise<string | undefined> {
  const part = form.get(name);
  if (part === null) return undefined;
  const size = typeof part === 'string' ? part.length : part.size;
  if (size > longestPart) throw tooLarge(longestPart);
  return typeof part === 'string' ? part : part.text();
}

/**
 * A reader of documents: checks them against the schema of an object and takes the members that it names. Members that
 * are null, at any depth, count as absent: clients that were generated from the product's definitions send them.
 * @typeParam T what the schema says of them
 * @throws RestError 400 with what is wrong with which member
 */
export function documentReader<T extends object>(schema: {
  readonly [keyword: string]: unknown;
  readonly properties: Readonly<Record<string, JsonSchema>>;
}): (data: unknown) => T {
  let check: ReturnType<typeof compileSchema> | undefined;
  return (data) => {
    if (typeof data !== 'object' || data === null || Array.isArray(data))
      throw badRequest('The body must be an object.');
    const entries = Object.entries(data).filter(([name]) => Object.hasOwn(schema.properties, name));
    const document = withoutNulls(Object.fromEntries(entries)) as T;
    check ??= compileSchema({ type: 'object', ...schema }, { allProblems: true });
    const problems = check(document);
    if (problems.length === 0) return document;
    const details = new Map<string, ErrorDetail>();
    for (const { pointer, message } of problems) {
      const member = pointer.slice(1).replaceAll('/', '.') || /"(.*)"/.exec(message)?.[1] || 'body';
      const code = `400_${member}`;
      // The first one says most: an empty text is too short before it does not fit a pattern.
      if (!details.has(code)) details.set(code, { code, message: `${member}: ${message}` });
    }
    throw badRequest('Validation Error', [...details.values()]);
  };
}

/** @throws RestError 400 for what is nested deeper than any document */
function withoutNulls(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepestDocument) throw badRequest(`The body is nested deeper than ${deepestDocument} levels.`);
  if (Array.isArray(value)) return value.filter((item) => item !== null).map((item) => withoutNulls(item, depth + 1));
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member, depth + 1)]));
}
