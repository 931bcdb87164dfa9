import { backend, bearer, plays, sequence, setupWith } from './played.js';

const get = { path: '/pizza/1.0.0/menu', headers: bearer };
const ok = { response: { status: 200 } };

/** Writes a line to the log. */
function line(text: string): string {
  return `<log level="custom"><property name="AT" value="${text}"/></log>`;
}

describe('an API of the gateway', () => {
  for (const version of ['1/', '']) {
    it(`is never served without credentials, however its version ${JSON.stringify(version)} is read`, async () => {
      const setup = setupWith({ version });
      for (const path of ['/pizza/1/menu', '/pizza/menu', '/pizza/1//menu', '/pizza//menu']) {
        await plays({
          setup,
          steps: [{ request: { path }, expect: { response: { status: { $matches: '^40[14]$' } } } }],
        });
      }
    });
  }
});

describe('sequences around an API (gateway sheet A.2, A.3)', () => {
  it('deploys them under their proper names, whatever their files call them', async () => {
    const uploaded =
      '<?xml version="1.0"?><!-- <sequence name="x"> -->\n' +
      `<sequence\n xmlns='http://ws.apache.org/ns/synapse' name = 'any>name'>${line('own')}</sequence>`;
    const nameless = `<sequence xmlns="http://ws.apache.org/ns/synapse">${line('out')}</sequence>`;
    const setup = setupWith(
      { sequences: { in: uploaded, out: nameless } },
      { globalSequences: { In: sequence('my-own', line('global')) } },
    );
    const artifacts = [sequence('WSO2AMGW--Ext--In', line('gateway'))];
    const expect = { ...ok, log: ['global', 'gateway', 'own', 'out'] };
    await plays({ setup, artifacts, steps: [{ request: get, exchanges: [backend('/p/menu')], expect }] });
  });

  for (const [profile, name] of [
    ['4.x', 'prod--Pizza:v1.0.0'],
    ['3.x', 'bob-AT-x.org--Pizza:v1.0.0'],
    ['1.x', 'bob-AT-x.org--Pizza:v1.0.0'],
  ] as const) {
    it(`calls the API ${name} in ${profile}`, async () => {
      const artifacts = [
        sequence(
          `${name}--In`,
          '<property name="X-Name" expression="get-property(\'SYNAPSE_REST_API\')" scope="transport"/>',
        ),
      ];
      const exchanges = [backend('/p/menu', undefined, { headers: { 'X-Name': name } })];
      const setup = setupWith({ provider: 'bob@x.org' });
      await plays({ profile, setup, artifacts, steps: [{ request: get, exchanges, expect: ok }] });
    });
  }

  it('shows in sequences what the gateway knows', async () => {
    const properties: Readonly<Record<string, string>> = {
      SYNAPSE_REST_API_VERSION: '1.0.0',
      SYNAPSE_REST_API_VERSION_STRATEGY: 'context',
      REST_API_CONTEXT: '/pizza/1.0.0',
      REST_FULL_REQUEST_PATH: '/pizza/1.0.0/order/7?a=b',
      REST_SUB_REQUEST_PATH: '/order/7?a=b',
      REST_METHOD: 'GET',
      API_ELECTED_RESOURCE: '/order/{id}',
      TRANSPORT_IN_NAME: 'https',
      AM_KEY_TYPE: 'SANDBOX',
      'api.ut.context': '/pizza/1.0.0',
      'api.ut.resource': '/order/7?a=b',
      'api.ut.HTTP_METHOD': 'GET',
      'api.ut.userId': 'alice@carbon.super',
      'api.ut.application.name': 'shop',
      'api.ut.apiPublisher': 'admin',
    };
    const names = Object.keys(properties);
    const fields = names.map((name) => `<property name="${name}" expression="get-property('${name}')"/>`).join('');
    const sequences = { in: sequence('i', `<log level="custom" separator="|">${fields}</log>`) };
    const request = { path: '/pizza/1.0.0/order/7?a=b', headers: { Authorization: 'Bearer tok-sb' } };
    const expect = { ...ok, log: names.map((name) => `${name} = ${properties[name]}`) };
    const exchanges = [backend('/s/order/7?a=b', undefined, { absentHeaders: ['Authorization'] })];
    await plays({ setup: setupWith({ sequences }), steps: [{ request, exchanges, expect }] });
  });

  it('does not take up the chain again after a non-blocking call', async () => {
    const call = '<call><endpoint><http method="get" uri-template="http://other.example/"/></endpoint></call>';
    const setup = setupWith(
      { sequences: { in: sequence('i', line('never')) } },
      { globalSequences: { In: sequence('g', call + line('rest')) } },
    );
    const exchanges = [{ request: { url: 'http://other.example/' }, response: { body: 'x' } }];
    await plays({ setup, steps: [{ request: get, exchanges, expect: { response: { status: 202 }, log: ['rest'] } }] });
  });

  it('runs out sequences over what an in sequence sends for, and answers with it', async () => {
    const send = '<send><endpoint><http method="get" uri-template="http://other.example/"/></endpoint></send>';
    const setup = setupWith({ sequences: { in: sequence('i', send), out: sequence('o', line('out')) } });
    const exchanges = [{ request: { url: 'http://other.example/' }, response: { status: 201, body: 'x' } }];
    const expect = { response: { status: 201, body: { text: 'x' } }, log: ['out'] };
    await plays({ setup, steps: [{ request: get, exchanges, expect }] });
  });

  it('ends the way back with an out sequence that answers', async () => {
    const early = '<property name="HTTP_SC" value="299" scope="axis2"/><respond/>';
    const setup = setupWith(
      { sequences: { out: sequence('o', line('never')) } },
      { globalSequences: { Out: sequence('g', early) } },
    );
    const expect = { response: { status: 299 }, log: [] };
    await plays({ setup, steps: [{ request: get, exchanges: [backend('/p/menu')], expect }] });
  });

  it('skips the out sequences where an in sequence responds', async () => {
    const sequences = { in: sequence('i', '<respond/>'), out: sequence('o', line('never')) };
    await plays({ setup: setupWith({ sequences }), steps: [{ request: get, expect: { ...ok, log: [] } }] });
  });

  it("gives a failing out sequence to the API's fault sequence", async () => {
    const fault = '<property name="HTTP_SC" value="418" scope="axis2"/><respond/>';
    const sequences = {
      out: sequence('o', '<property name="a" expression="json-eval($.a)"/><throwError type="T" errorMessage="no"/>'),
      fault: sequence('f', fault),
    };
    const exchanges = [backend('/p/menu', { headers: { 'Content-Type': 'application/json' }, body: '{}' })];
    await plays({
      setup: setupWith({ sequences }),
      steps: [{ request: get, exchanges, expect: { response: { status: 418 } } }],
    });
  });

  it('sends the correlation id with every answer', async () => {
    const headers = { ...bearer, activityid: 'abc-1' };
    const response = { headers: { activityid: 'abc-1' } };
    await plays({
      steps: [
        { request: { ...get, headers }, exchanges: [backend('/p/menu')], expect: { response } },
        { request: { ...get, headers: { activityid: 'abc-1' } }, expect: { response: { ...response, status: 401 } } },
      ],
    });
  });

  it('makes a relative Location absolute, below the gateway', async () => {
    const step = (given: string, seen: string, status: number) => ({
      request: { ...get, headers: { ...bearer, Host: 'api.example' } },
      exchanges: [backend('/p/menu', { status, headers: { Location: given } })],
      expect: { response: { status, headers: { Location: seen } } },
    });
    await plays({
      steps: [
        step('/order/7', 'https://api.example/order/7', 201),
        step('order/7', 'https://api.example/order/7', 302),
        step('http://backend.example/order/7', 'http://backend.example/order/7', 201),
      ],
    });
  });
});

describe('the generated API (gateway sheet A.4, A.5)', () => {
  it('takes five verbs on every path when no operation is given', async () => {
    await plays({
      setup: setupWith({ operations: [] }),
      steps: [
        { request: { path: '/pizza/1.0.0/a/b?c', headers: bearer }, exchanges: [backend('/p/a/b?c')], expect: ok },
        {
          request: { method: 'PATCH', path: '/pizza/1.0.0', headers: bearer, body: 'x' },
          exchanges: [backend('/p')],
          expect: ok,
        },
        { request: { method: 'HEAD', path: '/pizza/1.0.0/a', headers: bearer }, expect: { response: { status: 405 } } },
      ],
    });
  });

  it('takes templates, and paths with a star within', async () => {
    const operations = [
      { verb: 'get', target: '/a/{b}/c' },
      { verb: 'GET', target: '/view*' },
      { verb: 'GET', target: '/tree/*' },
    ];
    const step = (path: string, status: number) => ({
      request: { path: `/pizza/1.0.0${path}`, headers: bearer },
      exchanges: status === 200 ? [backend(`/p${path}`)] : [],
      expect: { response: { status } },
    });
    const steps = [
      step('/a/x%2Fy/c', 200),
      step('/viewer', 200),
      step('/tree', 200),
      step('/tree/x/y', 200),
      step('/a/x', 404),
    ];
    await plays({ setup: setupWith({ operations }), steps });
  });

  it('puts the version where the context says', async () => {
    const setup = setupWith({ context: '/v/{version}/pizza', defaultVersion: true });
    const steps = ['/v/1.0.0/pizza/menu', '/v/pizza/menu?x'].map((path) => ({
      request: { path, headers: bearer },
      exchanges: [backend(path.endsWith('x') ? '/p/menu?x' : '/p/menu')],
      expect: ok,
    }));
    await plays({ setup, steps });
  });

  it('leads the context without a version to the default version, with a header up to 3.x', async () => {
    const setup = setupWith({ defaultVersion: true });
    const request = { path: '/pizza/menu?a=b', headers: bearer };
    const header = { WSO2_AM_API_DEFAULT_VERSION: 'true' };
    const name = 'WSO2_AM_API_DEFAULT_VERSION';
    const plain = [backend('/p/menu?a=b', undefined, { absentHeaders: [name] })];
    const marked = [backend('/p/menu?a=b', undefined, { headers: header })];
    await plays({ setup, steps: [{ request, exchanges: plain, expect: ok }] });
    await plays({ setup, profile: '3.x', steps: [{ request, exchanges: marked, expect: ok }] });
    await plays({ setup, steps: [{ request: { path: '/pizzas/menu' }, expect: { response: { status: 404 } } }] });
  });

  it('asks the members of a load balance endpoint in turn', async () => {
    const setup = setupWith({
      endpoint: { type: 'load_balance', production: ['http://backend.example/a', 'http://backend.example/b'] },
    });
    const steps = ['/a', '/b', '/a'].map((path) => ({
      request: get,
      exchanges: [backend(`${path}/menu`)],
      expect: ok,
    }));
    await plays({ setup, steps });
  });

  it('sends to address endpoints, to addresses that a policy sets, and to templates', async () => {
    const address = setupWith({ endpoint: { type: 'address', production: 'http://backend.example/p' } });
    await plays({ setup: address, steps: [{ request: get, exchanges: [backend('/p/menu')], expect: ok }] });
    const to =
      '<header name="To" value="http://backend.example/q"/><property name="REST_URL_POSTFIX" scope="axis2" action="remove"/>';
    const byPolicy = setupWith({ endpoint: { type: 'default' }, sequences: { in: sequence('i', to) } });
    await plays({ setup: byPolicy, steps: [{ request: get, exchanges: [backend('/q')], expect: ok }] });
    const host = '<property name="uri.var.host" value="backend.example"/>';
    const template = setupWith({
      endpoint: { production: 'http://{uri.var.host}/t' },
      sequences: { in: sequence('i', host) },
    });
    await plays({ setup: template, steps: [{ request: get, exchanges: [backend('/t/menu')], expect: ok }] });
  });

  it('never suspends a backend', async () => {
    const fail = {
      request: get,
      exchanges: [backend('/p/menu', { error: 'reset' as const })],
      expect: { response: { status: 500 } },
    };
    await plays({ steps: [fail, fail, { request: get, exchanges: [backend('/p/menu')], expect: ok }] });
  });

  it('refuses sandbox keys without a sandbox endpoint, and keys of the other kind at a gateway of one kind', async () => {
    const request = { path: '/pizza/1.0.0/menu', headers: { Authorization: 'Bearer tok-sb' } };
    const report = { code: '900901', description: 'Sandbox key offered to the API with no sandbox endpoint' };
    await plays({
      setup: setupWith({ endpoint: { production: 'http://backend.example/p' } }),
      steps: [{ request, expect: { response: { status: 403, body: { jsonSubset: report } } } }],
    });
    const gateway = (type: string) =>
      setupWith({}, { toml: `[[apim.gateway.environment]]\nname = "Default"\ntype = "${type}"\n` });
    const wrong = (key: string, kind: string) => ({
      response: {
        status: 401,
        absentHeaders: ['WWW-Authenticate'],
        body: { xml: `<error><message>${key} Key Provided for ${kind} Gateway</message></error>` },
      },
    });
    await plays({ setup: gateway('production'), steps: [{ request, expect: wrong('Sandbox', 'Production') }] });
    await plays({ setup: gateway('sandbox'), steps: [{ request: get, expect: wrong('Production', 'Sandbox') }] });
    await plays({ setup: gateway('hybrid'), steps: [{ request, exchanges: [backend('/s/menu')], expect: ok }] });
  });

  it('keeps answers, but no failures, and those of both kinds of keys apart', async () => {
    const setup = setupWith({ responseCache: 60 });
    const sandbox = { path: '/pizza/1.0.0/menu', headers: { Authorization: 'Bearer tok-sb' } };
    const answer = (body: string) => ({ headers: { 'Content-Type': 'application/json' }, body });
    const expect = (text: string) => ({
      response: { status: 200, headers: { activityid: { $type: 'string' } }, body: { text } },
    });
    await plays({
      setup,
      steps: [
        {
          request: get,
          exchanges: [backend('/p/menu', { ...answer('{}'), status: 500 })],
          expect: { response: { status: 500 } },
        },
        { request: get, exchanges: [backend('/p/menu', answer('[1]'))], expect: expect('[1]') },
        { request: get, expect: expect('[1]') },
        { request: sandbox, exchanges: [backend('/s/menu', answer('[2]'))], expect: expect('[2]') },
        { request: sandbox, expect: expect('[2]') },
        { request: { path: get.path }, expect: { response: { status: 401 } } },
        { advance: 61, request: get, exchanges: [backend('/p/menu', answer('[3]'))], expect: expect('[3]') },
      ],
    });
  });
});
