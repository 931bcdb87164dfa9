import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { compileOptions, replay } from '../../../../engine/index.js';
import type { FixtureCase } from '../../../../engine/replay/index.js';
import { ns, Workspace } from '../../deploy/workspace.js';
import { type RecordedGateway, type RecordedGatewayOptions, serveRecorded } from './recorded-gateway.js';

/** What the backend does with a request, by its path. */
type Behaviour = (request: IncomingMessage, response: ServerResponse, body: string) => void;

describe('recording', () => {
  let space: Workspace;
  let backend: Server;
  let behave: Record<string, Behaviour>;
  let calls: string[];
  let served: RecordedGateway | undefined;
  let port: number;

  beforeEach(async () => {
    space = new Workspace();
    behave = {};
    calls = [];
    backend = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('end', () => {
        const path = incoming.url!.split('?')[0]!;
        calls.push(`${incoming.method} ${incoming.url}`);
        const echo: Behaviour = (_, out, body) => out.end(body);
        (behave[path] ?? echo)(incoming, response, Buffer.concat(chunks).toString());
      });
    });
    await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
    port = (backend.address() as AddressInfo).port;
  });

  afterEach(async () => {
    await served?.stop();
    served?.clear();
    served = undefined;
    backend.closeAllConnections();
    backend.close();
    space.clear();
  });

  const url = (path: string): string => `http://127.0.0.1:${port}${path}`;
  const endpoint = (path: string, more = '', attributes = ''): string =>
    `<endpoint><http ${attributes} uri-template="${url(path)}">${more}</http></endpoint>`;
  const api = (flow: string, name = 'A', fault = '<respond/>'): string =>
    `<api ${ns} name="${name}" context="/${name.toLowerCase()}"><resource methods="GET POST" url-mapping="/*"><inSequence>${flow}<respond/></inSequence><faultSequence>${fault}</faultSequence></resource></api>`;
  const start = async (options: RecordedGatewayOptions = {}): Promise<RecordedGateway> => {
    served = await serveRecorded(space.path, options);
    served.recorder.start({ kind: 'all' }, '');
    return served;
  };
  const post = (path: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(served!.address(path), { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });

  /** The cases that were written, by file; every one of them passes without a backend. */
  const recorded = async (): Promise<Map<string, FixtureCase>> => {
    await served!.stop();
    await new Promise((resolve) => backend.close(resolve));
    const files = [...served!.files()].filter(([name]) => name.endsWith('.json') && !name.includes('/'));
    const { failed, cases, problems } = await replay({ compile: compileOptions, paths: [served!.directory] });
    assert.deepEqual([failed, problems, cases.length], [0, [], files.length], JSON.stringify(cases));
    return new Map(files.map(([name, text]) => [name, JSON.parse(text) as FixtureCase]));
  };
  const only = async (): Promise<FixtureCase> => {
    const cases = [...(await recorded()).values()];
    assert.equal(cases.length, 1, served!.log.join(''));
    return cases[0]!;
  };
  const warnings = (): string[] =>
    served!.log
      .map((line) => JSON.parse(line) as { level: string; msg: string })
      .flatMap(({ level, msg }) => (level === 'warn' && msg.startsWith('not recorded') ? [msg] : []));
  const everything = (): string => [...served!.files()].flat().join('\n');

  it('keeps what came in, what was called and what went out', async () => {
    space.write('api/a.xml', api(`<call>${endpoint('/x')}</call>`));
    behave['/x/y'] = (_, response, body) =>
      response.writeHead(201, { 'Content-Type': 'application/json', 'X-B': ['1', '2'] }).end(`{"got":${body}}`);
    await start();
    await post('/a/y?q=1', '{"n":1.50}', { 'X-A': 'a' });
    const { name, request: sent, exchanges, expect } = await only();
    assert.equal(name, 'POST /a/y?q=1 is answered with 201');
    assert.equal(sent!.path, '/a/y?q=1');
    assert.equal(sent!.headers!['X-A'], 'a');
    assert.equal(sent!.body, '{"n":1.50}');
    assert.equal(exchanges!.length, 1);
    assert.deepEqual(exchanges![0]!.response.headers!['X-B'], ['1', '2']);
    assert.equal(exchanges![0]!.request!.url, url('/x/y?q=1'));
    assert.deepEqual(expect!.response!.body, '{"got":{"n":1.50}}');
    assert.equal(expect!.response!.status, 201);
  });

  it('makes matchers of what a flow makes anew, and leaves such headers out of calls', async () => {
    space.write(
      'api/a.xml',
      api(
        '<header name="X-Id" scope="transport" expression="get-property(\'MessageID\')"/>' +
          '<payloadFactory media-type="json"><format>{"id":"$1","at":$2,"day":"$3"}</format><args>' +
          '<arg expression="get-property(\'MessageID\')"/><arg expression="get-property(\'SYSTEM_TIME\')"/>' +
          "<arg expression=\"get-property('SYSTEM_DATE', 'yyyy-MM-dd HH:mm:ss')\"/></args></payloadFactory>" +
          `<call>${endpoint('/x')}</call>`,
      ),
    );
    behave['/x'] = (incoming, response) =>
      response
        .writeHead(200, { 'Content-Type': 'application/json', 'X-Id': String(incoming.headers['x-id']) })
        .end('{}');
    await start();
    await post('/a', '{}');
    const { exchanges } = await only();
    const [{ request: call }] = exchanges!;
    assert.equal(
      Object.keys(call!.headers!).some((name) => /^x-id$/i.test(name)),
      false,
    );
    const { json } = call!.body as { json: Record<string, object> };
    assert.deepEqual(Object.keys(json.id!), ['$matches']);
    assert.deepEqual(Object.keys(json.at!), ['$range']);
  });

  it('replaces the secrets of the client, the flow and the backend, and leaves nothing of them', async () => {
    space.write(
      'api/a.xml',
      api(
        '<property name="client" value="flow-secret-123"/>' +
          '<header name="X-API-Key" scope="transport" expression="get-property(\'client\')"/>' +
          `<call>${endpoint('/x')}</call>`,
      ),
    );
    behave['/x'] = (incoming, response) =>
      response
        .writeHead(200, { 'Content-Type': 'application/json', 'Set-Cookie': 'sid=cookie-secret-123; Path=/' })
        .end(JSON.stringify({ token: 'backend-secret-123', echo: incoming.headers['x-api-key'] }));
    await start();
    const answer = await post('/a?access_token=query-secret-123', '{"password":"body-secret-123"}', {
      Authorization: `Basic ${Buffer.from('joe:basic-secret-123').toString('base64')}`,
    });
    assert.match(await answer.text(), /"echo":"flow-secret-123"/);
    const { request: sent, exchanges } = await only();
    assert.equal(sent!.headers!.Authorization, 'Basic {{basic joe:recorded-password-1}}');
    assert.equal(exchanges![0]!.request!.headers!['X-API-Key'], 'recorded-api-key-1');
    assert.doesNotMatch(everything(), /secret-123/);
    assert.ok(!everything().includes(Buffer.from('joe:basic-secret-123').toString('base64')));
  });

  it('records the token call of an endpoint, also for requests that need none any more', async () => {
    const authentication =
      '<authentication><oauth><clientCredentials><clientId>gate</clientId><clientSecret>endpoint-secret</clientSecret>' +
      `<tokenUrl>${url('/token')}</tokenUrl></clientCredentials></oauth></authentication>`;
    space.write('api/a.xml', api(`<call>${endpoint('/x', authentication, 'method="get"')}</call>`));
    let issued = 0;
    behave['/token'] = (_, response) =>
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(`{"access_token":"issued-token-${++issued}","expires_in":3600}`);
    behave['/x'] = (incoming, response) =>
      incoming.headers.authorization === 'Bearer issued-token-1' && calls.length > 4
        ? response.writeHead(401).end()
        : response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"ok":true}');
    await start();
    for (let count = 0; count < 3; count++) assert.equal((await fetch(served!.address('/a'))).status, 200);
    await fetch(served!.address('/a'));
    assert.deepEqual(
      calls.map((call) => call.split(' ')[1]),
      ['/token', '/x', '/x', '/x', '/x', '/token', '/x'],
    );
    const shapes = [...(await recorded()).values()].map(({ exchanges }) =>
      exchanges!.map(({ request: call, response, optional }) =>
        [String(call!.url).split('/').at(-1), response.status, optional ?? false].join(' '),
      ),
    );
    assert.deepEqual(shapes, [
      ['token 200 false', 'x 200 false'],
      ['token 200 true', 'x 200 false'],
      ['token 200 true', 'x 200 false'],
      ['token 200 true', 'x 401 false', 'token 200 false', 'x 200 false'],
    ]);
    assert.doesNotMatch(everything(), /endpoint-secret|issued-token/);
  });

  it('uses the deployment where it lies, when that is below the directory for recordings', async () => {
    space.write('deployment/api/a.xml', api(`<call>${endpoint('/x')}</call>`).replace('<call>', key));
    space.write('deployment/registry/local/note.json', '{"not":"a case"}');
    const home = join(space.path, 'deployment');
    served = await serveRecorded(home, { directory: space.path });
    served.recorder.start({ kind: 'all' }, '');
    await post('/a', '{}', {});
    await served.stop();
    const [name, text] = [...served.files()].find(([file]) => /^a-.*\.json$/.test(file))!;
    const { artifacts, exchanges } = JSON.parse(text) as FixtureCase;
    assert.deepEqual(artifacts, ['deployment']);
    assert.deepEqual(exchanges![0]!.request!.headers!['X-API-Key'], { $matches: '^.+$' });
    assert.doesNotMatch(text, /literal-key-1/);
    const result = await replay({ compile: compileOptions, paths: [space.path] });
    assert.deepEqual([result.passed, result.failed, result.problems], [1, 0, []], name);
  });
  const key = '<header name="X-API-Key" scope="transport" value="literal-key-1"/><call>';

  it('gives a fixture the surroundings that its flow saw', async () => {
    space.write('conf/file.properties', 'region=north\nunused.password=never-copied\n');
    space.write(
      'api/a.xml',
      api(
        '<payloadFactory media-type="json"><format>{"e":"$1","s":"$2","f":"$3","r":"$4"}</format><args>' +
          "<arg expression=\"get-property('env', 'STAGE')\"/><arg expression=\"get-property('system', 'zone')\"/>" +
          "<arg expression=\"get-property('file', 'region')\"/>" +
          "<arg expression=\"get-property('registry', 'conf:/settings/limit')\"/></args></payloadFactory>",
      ),
    );
    space.write('registry/config/settings/limit', '12');
    await start({ environment: { STAGE: 'test', OTHER: 'x' }, systemProperties: new Map([['zone', 'z1']]) });
    assert.equal(await (await post('/a', '{}')).text(), '{"e":"test","s":"z1","f":"north","r":"12"}');
    const { request: sent } = await only();
    assert.deepEqual(sent!.properties, { env: { STAGE: 'test' }, system: { zone: 'z1' } });
    assert.doesNotMatch(everything(), /never-copied|OTHER/);
  });

  it('gives a fixture what its artifacts name of the surroundings, without its secrets', async () => {
    space.write('conf/file.properties', 'backend_user=joe\n');
    space.write('conf/config.properties', 'backend_path=string\n');
    const authentication =
      '<authentication><basicAuth><username>$FILE:backend_user</username>' +
      '<password>$SYSTEM:BACKEND_PASSWORD</password></basicAuth></authentication>';
    const target = `<endpoint><http method="get" uri-template="$SYSTEM:BACKEND_URL">${authentication}</http></endpoint>`;
    space.write('api/a.xml', api(`<call>${target}</call>`));
    await start({ environment: { BACKEND_URL: url('/x'), BACKEND_PASSWORD: 'environment-secret' } });
    await fetch(served!.address('/a'));
    const { request: sent, exchanges } = await only();
    assert.deepEqual(sent!.properties, {
      env: { BACKEND_PASSWORD: 'recorded-password-1', BACKEND_URL: url('/x') },
    });
    const { Authorization } = exchanges![0]!.request!.headers!;
    assert.equal(Authorization, 'Basic {{basic joe:recorded-password-1}}');
    assert.doesNotMatch(everything(), /environment-secret/);
  });

  const faults: [name: string, behaviour: Behaviour | undefined, more: string, error: string][] = [
    ['a backend that hangs up', (incoming) => incoming.socket.resetAndDestroy(), '', 'reset'],
    [
      'a backend that never answers',
      () => {},
      '<timeout><duration>60</duration><responseAction>fault</responseAction></timeout>',
      'timeout',
    ],
    ['a backend that is not there', undefined, '', 'refused'],
  ];
  for (const [name, behaviour, more, error] of faults) {
    it(`records ${name}`, async () => {
      if (behaviour) behave['/x'] = behaviour;
      const target = behaviour ? endpoint('/x', more) : endpoint('/x').replace(`:${port}`, ':1');
      const fault =
        '<payloadFactory media-type="json"><format>{"code":"$1"}</format><args>' +
        '<arg expression="get-property(\'ERROR_CODE\')"/></args></payloadFactory><respond/>';
      space.write('api/a.xml', api(`<call>${target}</call>`, 'A', fault));
      await start();
      assert.match(await (await post('/a', '{}')).text(), /"code":"101\d{3}"/);
      const { exchanges } = await only();
      assert.deepEqual(exchanges![0]!.response, { error });
    });
  }

  it('sees through packed bodies', async () => {
    space.write('api/a.xml', api(`<call>${endpoint('/x')}</call>`));
    behave['/x'] = (_, response) =>
      response
        .writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
        .end(gzipSync('{"access_token":"packed-secret-1"}'));
    await start();
    assert.equal(await (await post('/a', '{}')).text(), '{"access_token":"packed-secret-1"}');
    const { exchanges } = await only();
    const { base64 } = exchanges![0]!.response.body as { base64: string };
    assert.equal(base64, gzipSync('{"access_token":"recorded-access-token-1"}').toString('base64'));
  });

  it('records a request that nothing takes', async () => {
    space.write('api/a.xml', api(''));
    await start();
    assert.equal((await fetch(served!.address('/nowhere'))).status, 404);
    const { artifacts, expect } = await only();
    assert.equal(artifacts, undefined);
    assert.equal(expect!.response!.status, 404);
  });

  it('takes the artifacts that served the request, not those of later', async () => {
    const file = space.write('api/a.xml', api(answering('one')));
    await start();
    await fetch(served!.address('/a'));
    writeFileSync(file, api(answering('two')));
    served!.gateway.deployment.refresh();
    await fetch(served!.address('/a'));
    const cases = [...(await recorded()).values()];
    assert.deepEqual(
      cases.map(({ expect }) => expect!.response!.body),
      [{ json: { r: 'one' } }, { json: { r: 'two' } }],
    );
    assert.notDeepEqual(cases[0]!.artifacts, cases[1]!.artifacts);
  });
  const answering = (text: string): string =>
    `<payloadFactory media-type="json"><format>{"r":"${text}"}</format><args/></payloadFactory>`;

  describe('leaves alone', () => {
    it('a body that is too long, which passes as ever', async () => {
      space.write('api/a.xml', api(`<call>${endpoint('/x')}</call>`));
      await start({ bodyLimit: 1000 });
      const body = `"${'x'.repeat(300_000)}"`;
      assert.equal(await (await post('/a', body)).text(), body);
      assert.equal((await recorded()).size, 0);
      assert.deepEqual(warnings(), [
        'not recorded: the body of the request has 300002 bytes, more than the 1000 that are recorded',
      ]);
    });

    it('what would not come out again', async () => {
      space.write(
        'api/a.xml',
        api(
          `<call>${endpoint('/x', '<suspendOnFailure><errorCodes>101503,101504,101505,101506,101507,101508,101000,101001</errorCodes><initialDuration>60000</initialDuration></suspendOnFailure>')}</call>`,
          'A',
          `${answering('failed')}<respond/>`,
        ),
      );
      behave['/x'] = (incoming) => incoming.socket.destroy();
      await start();
      await post('/a', '{}');
      await post('/a', '{}');
      assert.equal(calls.length, 1);
      const cases = await recorded();
      assert.deepEqual([...cases.keys()], ['a-post-a-200-1.json']);
      assert.match(
        warnings()[0] ?? '',
        /^not recorded: it does not replay \(see .*a-post-a-200-1\.rejected\): exchanges/,
      );
    });

    it('a client that went away', async () => {
      space.write('api/a.xml', api(`<call>${endpoint('/x')}</call>`));
      let arrived: () => void = () => {};
      const called = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      behave['/x'] = () => arrived();
      await start();
      const outgoing = request(served!.address('/a'));
      outgoing.once('error', () => {});
      outgoing.end();
      await called;
      outgoing.destroy();
      while (served!.recorder.status.left === 0) await new Promise(setImmediate);
      assert.deepEqual(warnings(), ['not recorded: the client went away before it had its answer']);
    });

    it('everything, when the disk fails; the client gets its answer', async () => {
      space.write('api/a.xml', api(answering('fine')));
      const directory = space.write('not-a-directory', '');
      await start({ directory });
      assert.equal(await (await fetch(served!.address('/a'))).text(), '{"r":"fine"}');
      await served!.stop();
      assert.match(warnings().join(), /not recorded: the fixture could not be written: .*(ENOTDIR|EEXIST)/);
    });

    it('everything, when the recorder itself fails', async () => {
      space.write('api/a.xml', api(answering('fine')));
      const sink = {
        deployed: () => {},
        write: () => Promise.reject(new Error('broken')),
        close: () => Promise.resolve(),
      };
      await start({ sink });
      assert.equal(await (await fetch(served!.address('/a'))).text(), '{"r":"fine"}');
      await served!.stop();
      assert.equal(served!.recorder.status.left, 1);
    });
  });

  describe('over the admin server', () => {
    const order = async (
      body: string,
      headers: Record<string, string> = { 'Content-Type': 'application/json' },
      method = 'POST',
    ): Promise<{ status: number; body: Record<string, unknown> }> => {
      const answer = await fetch(`http://127.0.0.1:${served!.gateway.adminPort}/recording`, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body }),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    beforeEach(async () => {
      space.write('api/a.xml', api('<sequence key="s"/>'));
      space.write('api/b.xml', api('<sequence key="s"/>', 'B'));
      space.write('api/c.xml', api('', 'C').replace('context', 'version="1.0" version-type="url" context'));
      space.write('sequences/s.xml', `<sequence ${ns} name="s">${answering('s')}</sequence>`);
      served = await serveRecorded(space.path);
    });
    const files = async (): Promise<string[]> => {
      await served!.stop();
      return [...served!.files().keys()].filter((name) => name.endsWith('.json')).sort();
    };
    const visit = async (): Promise<void> => {
      for (const path of ['/a', '/b', '/c/1.0']) await (await fetch(served!.address(path))).arrayBuffer();
    };

    const targets: [name: string, target: object, expected: string[]][] = [
      ['one API', { api: 'B' }, ['b-get-b-200-1.json']],
      ['all versions of an API', { api: 'C' }, ['c-v1-0-get-c-1-0-200-1.json']],
      ['one version of an API', { api: 'C:v1.0' }, ['c-v1-0-get-c-1-0-200-1.json']],
      ['one sequence', { sequence: 's' }, ['a-get-a-200-1.json', 'b-get-b-200-1.json']],
      ['a folder below', { api: 'A', directory: 'of-a' }, ['of-a/a-get-a-200-1.json']],
      ['all', {}, ['a-get-a-200-1.json', 'b-get-b-200-1.json', 'c-v1-0-get-c-1-0-200-1.json']],
    ];
    for (const [name, target, expected] of targets) {
      it(`records ${name}, from a start to a stop`, async () => {
        await visit();
        const { status, body } = await order(JSON.stringify({ action: 'start', ...target }));
        assert.deepEqual([status, body.recording], [200, true]);
        await visit();
        assert.equal((await order('{"action":"stop"}')).body.recording, false);
        await visit();
        assert.deepEqual(await files(), expected);
      });
    }

    const json = { 'Content-Type': 'application/json' };
    const refused: [name: string, body: string, headers: Record<string, string>, status: number, error: RegExp][] = [
      ['an unknown API', '{"action":"start","api":"AA"}', json, 400, /there is no api "AA"; did you mean A\?/],
      ['an unknown sequence', '{"action":"start","sequence":"x"}', json, 400, /there is no sequence "x"/],
      ['both', '{"action":"start","api":"A","sequence":"s"}', json, 400, /not both/],
      ['a path', '{"action":"start","directory":"../x"}', json, 400, /one plain name/],
      ['an absolute path', '{"action":"start","directory":"/tmp"}', json, 400, /one plain name/],
      ['a hidden folder', '{"action":"start","directory":".git"}', json, 400, /one plain name/],
      ['no action', '{}', json, 400, /action must be/],
      ['an unknown member', '{"action":"stop","dir":"x"}', json, 400, /"dir" is not known/],
      ['a value that is no text', '{"action":1}', json, 400, /an object of texts/],
      ['no JSON', '{', json, 400, /not JSON/],
      ['what is too long', `{"action":"${'x'.repeat(5000)}"}`, json, 413, /too long/],
      ['a form, as a web page could send it', '{"action":"stop"}', { 'Content-Type': 'text/plain' }, 415, /json/],
      ['an order of a web page', '{"action":"stop"}', { ...json, Origin: 'http://evil.example' }, 415, /json/],
    ];
    for (const [name, body, headers, status, error] of refused) {
      it(`refuses ${name}`, async () => {
        const reply = await order(body, headers);
        assert.equal(reply.status, status);
        assert.match(String(reply.body.error), error);
        assert.equal((await order('', {}, 'GET')).body.recording, false);
      });
    }

    it('refuses other methods', async () => assert.equal((await order('{}', json, 'PUT')).status, 405));
  });
});
