import assert from 'node:assert/strict';
import {
  type ApimServer,
  type ApimSetup,
  ApimState,
  createDevportal,
  createPublisher,
  KeyRing,
} from '../../../../engine/apim/index.js';
import { compileOptions } from '../../../../engine/index.js';
import { ManualClock, SeededRandom } from '../../../../engine/observe/index.js';

/** What a part of a form is: a file when it has a name. */
export interface Part {
  readonly name: string;
  readonly file?: string;
  readonly content: string;
}

/** An answer, read. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
  readonly body: any;
  readonly bytes: Buffer;
}

const tokens = [
  {
    value: 'pub',
    user: 'carol',
    scopes: [
      ...['apim:api_create', 'apim:api_publish', 'apim:api_view', 'apim:api_delete'],
      'apim:common_operation_policy_manage',
    ],
  },
  { value: 'view', user: 'vera', scopes: ['apim:api_view'] },
  { value: 'sub', user: 'sam', scopes: ['apim:subscribe'] },
  { value: 'dev', user: 'alice', scopes: ['apim:subscribe', 'apim:app_manage'] },
  { value: 'other-tenant', user: 'tom@abc.com', scopes: ['apim:api_create', 'apim:api_view'] },
  { value: 'old', user: 'carol', scopes: ['apim:api_view'], validFor: 10 },
];

export const publisherPath = '/api/am/publisher/v4';
export const portalPath = '/api/am/devportal/v3';

/** A publisher's and a subscriber's server with one state. */
export class RestWorld {
  readonly clock = new ManualClock(Date.UTC(2030, 0, 7, 10));
  readonly state: ApimState;
  readonly #publisher: ApimServer;
  readonly #portal: ApimServer;

  constructor(setup: ApimSetup = {}) {
    const outbound = { send: () => Promise.reject(new Error('nothing is sent')), close: async () => {} };
    this.state = new ApimState(
      {
        tenants: ['abc.com'],
        applications: [{ name: 'shop', id: 'shop-id', owner: 'alice', keys: {} }],
        ...setup,
        tokens: [...tokens, ...(setup.tokens ?? [])],
      },
      '4.x',
      { clock: this.clock, random: new SeededRandom(), outbound, keys: new KeyRing(), compile: compileOptions },
    );
    this.#publisher = createPublisher(this.state);
    this.#portal = createDevportal(this.state);
  }

  /** Sends JSON (or, for parts, a form); a path that begins with /api is taken as it is. */
  async publish(method: string, path: string, body?: unknown, token = 'pub'): Promise<Answered> {
    return ask(this.#publisher, method, path.startsWith('/api/') ? path : publisherPath + path, body, token);
  }

  async portal(method: string, path: string, body?: unknown, token = 'dev'): Promise<Answered> {
    return ask(this.#portal, method, path.startsWith('/api/') ? path : portalPath + path, body, token);
  }

  /** An API of that name, published when it is said. @returns its id */
  async api(name: string, more: object = {}, state: 'Created' | 'Published' = 'Created'): Promise<string> {
    const given = { ...pizza, name, context: `/${name.toLowerCase()}`, ...more };
    const { status, body } = await this.publish('POST', '/apis', given);
    assert.equal(status, 201, JSON.stringify(body));
    if (state === 'Published') await this.change(body.id, 'Publish');
    return body.id;
  }

  async change(apiId: string, action: string, checklist = ''): Promise<Answered> {
    const query = new URLSearchParams({ apiId, action, lifecycleChecklist: checklist });
    return this.publish('POST', `/apis/change-lifecycle?${query}`);
  }
}

/** What a publisher sends for a usual API. */
export const pizza = {
  name: 'Pizza',
  version: '1.0.0',
  context: '/pizza',
  policies: ['Unlimited', 'Gold'],
  endpointConfig: { endpoint_type: 'http', production_endpoints: { url: 'http://backend.example/pizza' } },
};

/** Parts make a form. */
export class Form {
  constructor(readonly parts: readonly Part[]) {}
}

async function ask(
  server: ApimServer,
  method: string,
  target: string,
  body: unknown,
  token: string,
): Promise<Answered> {
  const [type, bytes] = await written(body);
  const answer = await server({
    method,
    target,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(type ? { 'content-type': type } : {}) },
    body: bytes,
    remoteAddress: '127.0.0.1',
    clientCertificate: undefined,
  });
  const { status, headers = {} } = answer;
  const answered = Buffer.from(answer.body ?? '');
  const isJson = headers['Content-Type'] === 'application/json';
  return { status, headers, bytes: answered, body: isJson ? JSON.parse(answered.toString()) : answered.toString() };
}

async function written(body: unknown): Promise<[type: string | undefined, bytes: Buffer]> {
  if (body === undefined) return [undefined, Buffer.alloc(0)];
  if (!(body instanceof Form)) {
    return ['application/json', Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))];
  }
  const form = new FormData();
  for (const { name, file, content } of body.parts) {
    if (file === undefined) form.append(name, content);
    else form.append(name, new Blob([content]), file);
  }
  const response = new Response(form);
  return [response.headers.get('content-type')!, Buffer.from(await response.arrayBuffer())];
}
