import { backend, bearer, plays, sequence, setupWith } from './played.js';

const path = '/pizza/1.0.0/menu';
const ok = { response: { status: 200 } };

describe('callers at the gateway (gateway sheet D.2, E.2, E.3)', () => {
  it('takes an API key out of the query before anything else sees it', async () => {
    const seen = ['REST_FULL_REQUEST_PATH', 'REST_SUB_REQUEST_PATH', 'To', 'query.param.apikey']
      .map((name) => `<property name="${name}" expression="get-property('${name}')"/>`)
      .join('');
    const sequences = { in: sequence('i', `<log level="custom" separator="|">${seen}</log>`) };
    const setup = setupWith({ security: ['api_key'], sequences }, { apiKeys: [{ value: 'k', application: 'shop' }] });
    const target = `${path}?a=b&c=d`;
    const log = [`REST_FULL_REQUEST_PATH = ${target}`, 'REST_SUB_REQUEST_PATH = /menu?a=b&c=d', `To = ${target}`];
    await plays({
      setup,
      steps: [
        {
          request: { path: `${path}?a=b&apikey=k&c=d` },
          exchanges: [backend('/p/menu?a=b&c=d')],
          expect: { ...ok, log },
        },
        { request: { path: `${path}?apikey=k` }, exchanges: [backend('/p/menu')], expect: ok },
      ],
    });
  });

  it('knows callers by the certificates of their connections', async () => {
    const setup = setupWith({ security: ['mutualssl', 'mutualssl_mandatory'] });
    const clientCert = { subject: 'CN=partner, O=x', issuer: 'CN=ca' };
    await plays({
      setup,
      steps: [
        { request: { path, clientCert }, exchanges: [backend('/p/menu')], expect: ok },
        { request: { path }, expect: { response: { status: 401 } } },
      ],
    });
  });

  it('tells the backend of the caller in its own words, and nobody else', async () => {
    const toml = '[apim.jwt]\nenable = true\nheader = "X-Caller"\n';
    const request = { path, headers: { ...bearer, 'X-Caller': 'forged' } };
    const claims = { 'http://wso2.org/claims/subscriber': 'alice' };
    const exchange = backend('/p/menu', undefined, { headers: { 'X-Caller': { jwt: { claims } } } });
    const expect = { response: { status: 200, absentHeaders: ['X-Caller'] } };
    await plays({ setup: setupWith({}, { toml }), steps: [{ request, exchanges: [exchange], expect }] });
    const early = setupWith({ sequences: { in: sequence('i', '<respond/>') } }, { toml });
    await plays({ setup: early, steps: [{ request, expect }] });
    const echo = backend('/p/menu', { headers: { 'X-Caller': 'echo' } });
    await plays({ setup: setupWith({}, { toml }), steps: [{ request, exchanges: [echo], expect }] });
  });

  const throttled = setupWith(
    {},
    {
      policies: { subscription: { One: { count: 1, unit: 'min' } } },
      subscriptions: [{ application: 'shop', api: 'Pizza:1.0.0', tier: 'One' }],
    },
  );
  const first = { request: { path, headers: bearer }, exchanges: [backend('/p/menu')], expect: ok };

  it('up to 3.x writes throttling in XML of its own namespace, or in JSON', async () => {
    const xml = [
      '<amt:fault xmlns:amt="http://wso2.org/apimanager/throttling"><amt:code>900804</amt:code>',
      '<amt:nextAccessTime>',
    ];
    const json = { fault: { code: 900804, message: 'Message throttled out' } };
    await plays({
      profile: '3.x',
      setup: throttled,
      steps: [
        first,
        { request: { path, headers: bearer }, expect: { response: { status: 429, body: { contains: xml } } } },
        {
          request: { path, headers: { ...bearer, Accept: 'application/json' } },
          expect: {
            response: { status: 429, headers: { 'Retry-After': { $type: 'string' } }, body: { jsonSubset: json } },
          },
        },
      ],
    });
  });

  it('gives throttled SOAP callers a fault Server', async () => {
    const body =
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><a xmlns=""/></s:Body></s:Envelope>';
    const headers = { ...bearer, 'Content-Type': 'text/xml', SOAPAction: '"x"' };
    const contains = [':Server</faultcode>', '<faultstring>Message throttled out</faultstring>'];
    const request = { method: 'POST', path: '/pizza/1.0.0/order', headers, body };
    await plays({
      setup: throttled,
      steps: [first, { request, expect: { response: { status: 429, body: { contains } } } }],
    });
  });

  it('asks nobody for credentials where an operation wants none', async () => {
    const operations = [{ verb: 'GET', target: '/menu', authType: 'None' }];
    const line = `<log level="custom"><property name="who" expression="get-property('api.ut.userId')"/></log>`;
    const setup = setupWith({ operations, sequences: { in: sequence('i', line) } });
    const step = { request: { path }, exchanges: [backend('/p/menu')], expect: { ...ok, log: ['who = anonymous'] } };
    await plays({ setup, steps: [step] });
  });
});
