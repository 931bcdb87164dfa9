import type { ApimSetup } from '../../../../engine/apim/setup.js';
import type { FixtureStep } from '../../../../engine/replay/index.js';
import { backend, bearer, setupWith } from '../gateway/played.js';

const users: ApimSetup['tokens'] = [
  { value: 'pub', user: 'alice', scopes: ['apim:api_create', 'apim:api_publish', 'apim:api_manage'] },
  { value: 'tenant-pub', user: 'tom@abc.com', scopes: ['apim:api_manage'] },
  { value: 'dev', user: 'alice', scopes: ['apim:subscribe', 'apim:app_manage'] },
];

/** No APIs yet. */
export const nothing: ApimSetup = {
  users: [{ name: 'alice', password: 'alicepw' }],
  tenants: ['abc.com'],
  applications: [{ name: 'shop', id: 'shop', owner: 'alice', keys: {} }],
  tokens: users,
};

/** One API of the setup, whose publisher has a token. */
export const one = setupWith({}, { tokens: [...users, ...(setupWith().tokens ?? [])] });

const roots = { publisher: '/api/am/publisher/v4', devportal: '/api/am/devportal/v3' } as const;
export type Json = object | undefined;

/** A request to a REST server, what it answers, and what of it is kept. */
export function ask(
  server: 'publisher' | 'devportal',
  line: string,
  json: Json,
  status: number,
  capture: FixtureStep['capture'] = {},
  token = server === 'publisher' ? 'pub' : 'dev',
): FixtureStep {
  const [method, path] = line.split(' ') as [string, string];
  return {
    server,
    request: {
      method,
      path: path.startsWith('/api/') ? path : `${roots[server]}${path}`,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(json && { body: JSON.stringify(json) }),
    },
    expect: { response: { status } },
    capture,
  };
}

/** A call to the gateway that its backend answers when it is to be 200. */
export function call(
  path: string,
  status: number,
  headers: Record<string, string> = bearer,
  method = 'GET',
): FixtureStep {
  const exchanges = status === 200 ? [backend(path.replace(/^.*\//, '/p/'))] : [];
  return { request: { method, path, headers }, exchanges, expect: { response: { status } } };
}

export const pasta = {
  name: 'Pasta',
  version: '1.0.0',
  context: '/pasta',
  policies: ['Unlimited'],
  operations: [{ verb: 'GET', target: '/menu' }],
  endpointConfig: { endpoint_type: 'http', production_endpoints: { url: 'http://backend.example/p' } },
};
export const open = { ...pasta, operations: [{ verb: 'GET', target: '/menu', authType: 'None' }] };
export const gateway = [{ name: 'Default', vhost: 'localhost' }];
export const menu = '/pasta/1.0.0/menu';

export const create = (document: Json = open, name = 'api') =>
  ask('publisher', 'POST /apis', document, 201, { [name]: '$.id' });
export const findPizza = ask('publisher', 'GET /apis', undefined, 200, { api: '$.list[0].id' });
export const revise = (name = 'rev', api = 'api') =>
  ask('publisher', `POST /apis/{{${api}}}/revisions`, {}, 201, { [name]: '$.id' });
export const order = (what: 'deploy' | 'undeploy', name = 'rev', api = 'api', status = 201) =>
  ask('publisher', `POST /apis/{{${api}}}/${what}-revision?revisionId={{${name}}}`, gateway, status);
export const move = (action: string, status = 200, api = 'api') =>
  ask(
    'publisher',
    `POST /apis/change-lifecycle?apiId={{${api}}}&action=${encodeURIComponent(action)}`,
    undefined,
    status,
  );
