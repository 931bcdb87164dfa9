import type { CorsSetup } from '../../../../engine/apim/setup.js';
import type { FixtureStep } from '../../../../engine/replay/index.js';
import { backend, bearer, plays, sequence, setupWith } from './played.js';

const path = '/pizza/1.0.0/menu';
const origin = 'http://client.example';
const own: CorsSetup = { enabled: true, allowOrigins: [origin], allowHeaders: ['X-Own'], allowCredentials: true };

/** A call that reaches the backend, from an origin; undefined: the answer has no such header. */
function called(from: string | undefined, allowed: string | undefined): FixtureStep {
  const name = 'Access-Control-Allow-Origin';
  const seen = allowed === undefined ? { absentHeaders: [name] } : { headers: { [name]: allowed } };
  return {
    request: { path, headers: from === undefined ? bearer : { ...bearer, Origin: from } },
    exchanges: [backend('/p/menu')],
    expect: { response: { status: 200, ...seen } },
  };
}

describe('CORS at the gateway (gateway sheet E.6)', () => {
  const origins: [configured: string[], from: string | undefined, allowed: string | undefined][] = [
    [['*'], undefined, '*'],
    [['*'], origin, '*'],
    [[origin], origin, origin],
    [[origin], undefined, undefined],
    [[origin], 'http://client.example.evil', undefined],
    [['http://*.a.com'], 'http://x.a.com', 'http://x.a.com'],
    [['*.a.com'], 'http://xaa.com', 'http://xaa.com'],
    [['*.a.com'], 'http://a.org', undefined],
    [['*.a.com'], 'http://x.a.com.evil.example', 'http://x.a.com.evil.example'],
    [['*.a.com'], `http://${'x'.repeat(2000)}.a.com`, undefined],
    [['(*'], 'http://(x', undefined],
  ];
  for (const [allowOrigins, from, allowed] of origins) {
    it(`says ${allowed} to ${from?.slice(0, 40)} where ${allowOrigins} is allowed`, () =>
      plays({ setup: setupWith({ cors: { allowOrigins } }), steps: [called(from, allowed)] }));
  }

  it('is on for all APIs by default, and as deployment.toml says', async () => {
    await plays({ steps: [called(origin, '*')] });
    const toml = `[apim.cors]\nallow_origins = "http://other.example,${origin}"\n`;
    await plays({
      setup: setupWith({}, { toml }),
      steps: [called(origin, origin), called('http://a.example', undefined)],
    });
    await plays({
      setup: setupWith({}, { toml: '[apim.cors]\nenable = false\n' }),
      steps: [called(origin, undefined)],
    });
    await plays({ setup: setupWith({ cors: { enabled: false } }), steps: [called(origin, undefined)] });
  });

  it('lists methods and headers in answers to OPTIONS only, up to 3.x in all', async () => {
    const listed = {
      'Access-Control-Allow-Methods': 'GET',
      'Access-Control-Allow-Headers': 'X-Own,Authorization,ApiKey',
    };
    const setup = setupWith({ cors: own });
    const step = called(origin, origin);
    const absentHeaders = [...Object.keys(listed), 'Access-Control-Expose-Headers', 'Origin'];
    await plays({ setup, steps: [{ ...step, expect: { response: { absentHeaders } } }] });
    const older = { ...listed, 'Access-Control-Allow-Headers': 'X-Own,Authorization,apikey' };
    await plays({ setup, profile: '3.x', steps: [{ ...step, expect: { response: { headers: older } } }] });
  });

  it('names the default headers, those of the API, and what may be read', async () => {
    const toml = '[apim.cors]\nexpose_headers = ["X-Rate", "X-Left"]\n';
    const headers = {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers':
        'authorization,Access-Control-Allow-Origin,Content-Type,SOAPAction,apikey,Internal-Key,X-Token',
      'Access-Control-Expose-Headers': 'X-Rate,X-Left',
    };
    const request = {
      method: 'OPTIONS',
      path: '/pizza/1.0.0/order',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
    };
    const response = { status: 200, headers, absentHeaders: ['Access-Control-Allow-Credentials'] };
    const setup = setupWith({ authHeader: 'X-Token' }, { toml });
    await plays({ setup, steps: [{ request, expect: { response } }] });
  });

  it('answers a preflight for a verb of the path only, and allows what is configured', async () => {
    const operations = [
      { verb: 'GET', target: '/menu' },
      { verb: 'DELETE', target: '/menu' },
    ];
    const asked = (wanted: string | undefined, status: number, headers: Record<string, string> = {}): FixtureStep => ({
      request: {
        method: 'OPTIONS',
        path,
        headers: { Origin: origin, ...(wanted !== undefined && { 'Access-Control-Request-Method': wanted }) },
      },
      expect: { response: { status, headers } },
    });
    const cors = { ...own, allowMethods: ['GET', 'POST'] };
    await plays({
      setup: setupWith({ operations, cors }),
      steps: [
        asked('DELETE', 200, { 'Access-Control-Allow-Methods': 'GET', 'Access-Control-Allow-Credentials': 'true' }),
        asked('POST', 405),
        asked('OPTIONS', 405),
        asked(undefined, 405),
      ],
    });
  });

  it('answers a preflight for a blocked API, and lets one pass that the API takes itself', async () => {
    const headers = { Origin: origin, 'Access-Control-Request-Method': 'GET' };
    const request = { method: 'OPTIONS', path, headers };
    const expect = { response: { status: 200 } };
    await plays({ setup: setupWith({ lifecycle: 'BLOCKED' }), steps: [{ request, expect }] });
    const operations = [
      { verb: 'GET', target: '/menu' },
      { verb: 'OPTIONS', target: '/menu' },
    ];
    const setup = setupWith({ operations });
    const exchanges = [backend('/p/menu', { status: 204 }, { method: 'OPTIONS' })];
    await plays({
      setup,
      steps: [
        { request, expect: { response: { status: 401 } } },
        {
          request: { ...request, headers: { ...headers, ...bearer } },
          exchanges,
          expect: { response: { status: 204 } },
        },
      ],
    });
  });

  it('keeps the header of a backend, and adds its own to every other answer', async () => {
    const name = 'Access-Control-Allow-Origin';
    const setup = setupWith({ cors: own });
    const request = { path, headers: { ...bearer, Origin: origin } };
    const kept = backend('/p/menu', { headers: { 'access-control-allow-origin': 'null' } });
    const allowed = { headers: { [name]: origin } };
    const refused = [backend('/p/menu', { error: 'refused' })];
    await plays({
      setup,
      steps: [
        { request, exchanges: [kept], expect: { response: { headers: { [name]: 'null' } } } },
        { request, exchanges: refused, expect: { response: { status: 500, ...allowed } } },
        { request: { ...request, path: '/pizza/1.0.0/x' }, expect: { response: { status: 404, ...allowed } } },
      ],
    });
    const early = setupWith({ cors: own, sequences: { in: sequence('i', '<respond/>') } });
    await plays({ setup: early, steps: [{ request, expect: { response: { status: 200, ...allowed } } }] });
  });

  it("leaves the engine's own rule to APIs that are none of the gateway's", async () => {
    const api =
      '<api xmlns="http://ws.apache.org/ns/synapse" name="bare" context="/bare"><resource methods="GET"><inSequence><respond/></inSequence></resource></api>';
    const response = {
      status: 200,
      headers: { 'Access-Control-Allow-Methods': 'GET', 'Access-Control-Allow-Origin': '' },
    };
    await plays({ artifacts: [api], steps: [{ request: { path: '/bare' }, expect: { response } }] });
  });
});
