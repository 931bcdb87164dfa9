import { backend, bearer, plays, sequence, setupWith } from './played.js';

const notFound = {
  code: '404',
  type: 'Status report',
  message: 'Not Found',
  description: 'The requested resource is not available.',
};

describe('answers of the gateway in place of a backend (gateway sheet A.3, E.1, E.3)', () => {
  it('says 404 where there is no API, and in XML up to 3.x', async () => {
    const request = { path: '/nothing' };
    await plays({ steps: [{ request, expect: { response: { status: 404, body: { json: notFound } } } }] });
    const xml =
      '<am:fault xmlns:am="http://wso2.org/apimanager"><am:code>404</am:code><am:type>Status report</am:type>' +
      '<am:message>Not Found</am:message><am:description>The requested resource is not available.</am:description></am:fault>';
    await plays({ profile: '3.x', steps: [{ request, expect: { response: { status: 404, body: { xml } } } }] });
  });

  it('welcomes callers of the exact path / with HTML', async () => {
    const html = { status: 200, headers: { 'Content-Type': { $matches: '^text/html' } } };
    await plays({
      steps: [
        { request: { path: '/' }, expect: { response: { ...html, body: { contains: ['<h1>Welcome'] } } } },
        { request: { path: '/?x=1' }, expect: { response: { status: 404 } } },
      ],
    });
  });

  it('says 405 for a verb that only another path takes, 404 for a path that is not there', async () => {
    const report = (code: string, description: string) => ({
      status: Number(code),
      body: { json: { code, type: 'Status report', message: 'Runtime Error', description } },
    });
    const wrongVerb = report('405', 'Method not allowed for given API resource');
    const wrongPath = report('404', 'No matching resource found for given API Request');
    await plays({
      steps: [
        { request: { method: 'POST', path: '/pizza/1.0.0/menu', body: '' }, expect: { response: wrongVerb } },
        { request: { method: 'PUT', path: '/pizza/1.0.0/menu', body: '' }, expect: { response: wrongVerb } },
        { request: { method: 'PUT', path: '/pizza/1.0.0/other', body: '' }, expect: { response: wrongPath } },
        { request: { path: '/pizza/1.0.0' }, expect: { response: wrongPath } },
      ],
    });
  });

  it('refuses unknown paths and verbs with 900906 where CORS is switched off', async () => {
    const response = {
      status: 403,
      absentHeaders: ['WWW-Authenticate', 'Access-Control-Allow-Origin'],
      body: { jsonSubset: { code: '900906', message: 'No matching resource found in the API for the given request' } },
    };
    const steps = [
      { request: { path: '/pizza/1.0.0/other' }, expect: { response } },
      { request: { method: 'OPTIONS', path: '/pizza/1.0.0/menu' }, expect: { response } },
    ];
    await plays({ setup: setupWith({ cors: { enabled: false } }), steps });
    await plays({ setup: setupWith({}, { toml: '[apim.cors]\nenable = false\n' }), steps });
  });

  it('answers for a blocked API before it asks for a token', async () => {
    const setup = setupWith({ lifecycle: 'BLOCKED' });
    const request = { path: '/pizza/1.0.0/menu' };
    const blocked = { code: '700700', type: 'API blocked' };
    await plays({ setup, steps: [{ request, expect: { response: { status: 503, body: { jsonSubset: blocked } } } }] });
    const body = { contains: ['<ams:code>700700</ams:code>', '<ams:type>API blocked</ams:type>'] };
    await plays({ setup, profile: '1.x', steps: [{ request, expect: { response: { status: 503, body } } }] });
  });

  it('lets everybody call a prototype', async () => {
    const request = { path: '/pizza/1.0.0/menu' };
    const exchanges = [backend('/p/menu')];
    const expect = { response: { status: 200 } };
    await plays({ setup: setupWith({ lifecycle: 'PROTOTYPED' }), steps: [{ request, exchanges, expect }] });
  });

  const formats: [accept: string | undefined, type: string, texts: string[]][] = [
    [
      undefined,
      '^application/xml',
      ['<ams:fault xmlns:ams="http://wso2.org/apimanager/security">', '<ams:code>900902<'],
    ],
    ['text/xml', '^text/xml', ['<ams:message>Missing Credentials</ams:message>']],
    ['application/x-www-form-urlencoded', '^application/x-www-form-urlencoded', ['code=900902&message=Missing']],
    ['multipart/form-data', '^multipart/form-data', ['900902']],
    ['text/javascript', '^text/javascript', ['{"fault":{"code":900902,']],
    ['application/soap+xml', '^application/soap\\+xml', ['900902']],
    ['text/plain', '^text/plain', ['code: 900902\nmessage: Missing Credentials\n']],
    ['text/html', '^text/html', ['<ams:code>900902<']],
    ['application/json', '^application/json', ['{"fault":{"code":900902,"message":"Missing Credentials"']],
    ['application/json, */*', '^application/xml', ['<ams:code>900902<']],
    ['application/json;q=0.9', '^application/xml', ['<ams:code>900902<']],
    ['image/png', '^application/xml', ['<ams:code>900902<']],
  ];
  for (const [accept, type, contains] of formats) {
    it(`up to 3.x writes ${type.slice(1)} for Accept ${accept}`, async () => {
      const headers: Record<string, string> = accept === undefined ? {} : { Accept: accept };
      const request = { path: '/pizza/1.0.0/menu', headers };
      const response = { status: 401, headers: { 'Content-Type': { $matches: type } }, body: { contains } };
      await plays({ profile: '3.x', steps: [{ request, expect: { response } }] });
    });
  }

  const soap =
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><a xmlns=""/></s:Body></s:Envelope>';
  const soapHeaders = { 'Content-Type': 'text/xml', SOAPAction: '"x"' };

  it('gives SOAP callers a SOAP 1.1 fault: Client for credentials, Server from fault', async () => {
    const path = '/pizza/1.0.0/order';
    const type = { 'Content-Type': { $matches: '^text/xml' } };
    await plays({
      steps: [
        {
          request: { method: 'POST', path, headers: soapHeaders, body: soap },
          expect: {
            response: {
              status: 401,
              headers: type,
              body: { contains: [':Client</faultcode>', '<faultstring>Authentication Failure</faultstring>'] },
            },
          },
        },
        {
          request: { method: 'POST', path, headers: { ...soapHeaders, ...bearer }, body: soap },
          // The engine appends no path for SOAP.
          exchanges: [backend('/p', { error: 'refused' })],
          expect: { response: { status: 500, headers: type, body: { contains: [':Server</faultcode>'] } } },
        },
      ],
    });
  });

  it('sends nothing of the request back with a fault', async () => {
    const headers = { ...bearer, Accept: 'text/plain', Cookie: 'a=b', 'X-JWT-Assertion': 'forged' };
    const response = {
      status: 500,
      absentHeaders: ['Authorization', 'Host', 'Accept', 'X-JWT-Assertion', 'Cookie'],
      headers: { activityid: { $type: 'string' } },
      body: { jsonSubset: { code: '101504', message: 'Runtime Error' } },
    };
    const request = { path: '/pizza/1.0.0/menu', headers };
    await plays({
      steps: [{ request, exchanges: [backend('/p/menu', { error: 'timeout' })], expect: { response } }],
    });
  });

  it('up to 3.x reports faults in XML', async () => {
    const body = { contains: ['<am:code>101503</am:code>', '<am:message>Runtime Error</am:message>'] };
    const request = { path: '/pizza/1.0.0/menu', headers: bearer };
    const exchanges = [backend('/p/menu', { error: 'refused' })];
    await plays({ profile: '3.x', steps: [{ request, exchanges, expect: { response: { status: 500, body } } }] });
  });

  it('reports a body that an in sequence cannot parse as 601000', async () => {
    const sequences = { in: sequence('i', '<property name="a" expression="//b"/>') };
    const headers = { ...bearer, 'Content-Type': 'application/xml' };
    const request = { method: 'POST', path: '/pizza/1.0.0/order', headers, body: '<open>' };
    const response = { status: 500, body: { jsonSubset: { code: '601000', message: 'Runtime Error' } } };
    await plays({ setup: setupWith({ sequences }), steps: [{ request, expect: { response } }] });
  });

  it("runs the API's own fault sequence for a backend that fails, and one that replaces the global fault", async () => {
    const own =
      '<property name="HTTP_SC" value="418" scope="axis2"/><property name="NO_ENTITY_BODY" action="remove" scope="axis2"/><respond/>';
    const request = { path: '/pizza/1.0.0/menu', headers: bearer };
    const exchanges = [backend('/p/menu', { error: 'refused' })];
    const expect = { response: { status: 418 } };
    await plays({
      setup: setupWith({ sequences: { fault: sequence('f', own) } }),
      steps: [{ request, exchanges, expect }],
    });
    await plays({ artifacts: [sequence('fault', own)], steps: [{ request, exchanges, expect }] });
  });

  it('takes an API on its own transports only', async () => {
    const setup = setupWith({ transports: ['https'] });
    const request = { path: '/pizza/1.0.0/menu', transport: 'http' as const, headers: bearer };
    const body = { contains: ['<am:code>403</am:code>', 'Unsupported Transport [ http ]. The requested'] };
    await plays({ setup, profile: '1.x', steps: [{ request, expect: { response: { status: 403, body } } }] });
  });
});
