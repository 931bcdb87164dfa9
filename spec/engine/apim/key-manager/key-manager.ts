import { createKeyManager } from '../../../../engine/apim/key-manager/index.js';
import { KeyRing } from '../../../../engine/apim/keys.js';
import type { ApimAnswer, ApimRequest } from '../../../../engine/apim/server.js';
import type { ApimSetup, Profile } from '../../../../engine/apim/setup.js';
import { ApimState } from '../../../../engine/apim/state.js';
import type { Outbound, OutboundRequest, OutboundResponse } from '../../../../engine/message/index.js';
import { ManualClock, SeededRandom } from '../../../../engine/observe/index.js';

/** Making keys takes long, and all specs may have the same. */
export const keys = new KeyRing();

const all = [
  'client_credentials',
  'password',
  'refresh_token',
  'authorization_code',
  'implicit',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
];

export const users = [
  { name: 'alice', password: 'alicepw' },
  { name: 'admin', password: 'adminpw', roles: ['admin'] },
  { name: 'viewer', password: 'viewerpw', permissions: ['internal_application_mgt_view'] },
];

const usual: ApimSetup = {
  keyManager: { url: 'https://auth.example:9443/oauth2' },
  applications: [
    {
      name: 'shop',
      owner: 'owner',
      keys: {
        PRODUCTION: {
          consumerKey: 'ck',
          consumerSecret: 'cs',
          grantTypes: all,
          callbackUrl: 'https://client.example/cb',
        },
      },
    },
    {
      name: 'rival',
      owner: 'owner',
      keys: { PRODUCTION: { consumerKey: 'rk', consumerSecret: 'rs', callbackUrl: 'https://rival.example/cb' } },
    },
  ],
  users,
};

export type Form = Readonly<Record<string, string>> | string;

/** Answers of a key manager, read. */
export interface Answer extends ApimAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as JSON; empty when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: specs look into it
  readonly json: any;
}

/** A key manager with the usual setup, changed in its members. */
export function keyManager(setup: ApimSetup = {}, profile: Profile = '4.x', respond?: Respond) {
  const clock = new ManualClock();
  const asked: OutboundRequest[] = [];
  const outbound: Outbound = {
    send: async (request) => {
      asked.push(request);
      if (!respond) throw new Error('nobody is to be asked');
      return { status: 200, reason: '', headers: [], body: Buffer.alloc(0), ...(await respond(request)) };
    },
    close: async () => {},
  };
  const state = new ApimState({ ...usual, ...setup }, profile, {
    clock,
    random: new SeededRandom(),
    outbound,
    keys,
  });
  const server = createKeyManager(state);
  const send = async (request: Partial<ApimRequest>): Promise<Answer> => {
    const answer = await server({
      method: 'GET',
      target: '/',
      headers: {},
      body: Buffer.alloc(0),
      remoteAddress: '127.0.0.1',
      clientCertificate: undefined,
      ...request,
    });
    const text = String(answer.body ?? '');
    return { headers: {}, ...answer, text, json: text.startsWith('{') ? JSON.parse(text) : {} };
  };
  const post = (target: string, form: Form, authorization: string | undefined = basic('ck', 'cs')) =>
    send({
      method: 'POST',
      target,
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization },
      body: Buffer.from(typeof form === 'string' ? form : new URLSearchParams(form).toString()),
    });
  return {
    state,
    clock,
    asked,
    send,
    post,
    token: (form: Form, authorization?: string) => post('/oauth2/token', form, authorization),
    /** A token of alice. */
    password: (scope = '') =>
      post('/oauth2/token', { grant_type: 'password', username: 'alice', password: 'alicepw', scope }),
    refresh: (refresh_token: string, scope = '') =>
      post('/oauth2/token', { grant_type: 'refresh_token', refresh_token, scope }),
    isActive: async (token: string): Promise<boolean> =>
      (await post('/oauth2/introspect', { token }, basic('admin', 'adminpw'))).json.active,
  };
}

type Respond = (request: OutboundRequest) => Partial<OutboundResponse> | Promise<Partial<OutboundResponse>>;

export function basic(name: string, secret: string): string {
  return `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
}

/** Header and claims of a JWT, unchecked. */
export function jwtParts(compact: string) {
  const [header, claims] = compact.split('.').map((part) => Buffer.from(part, 'base64url').toString());
  return { header: JSON.parse(header!), claims: JSON.parse(claims!) };
}
