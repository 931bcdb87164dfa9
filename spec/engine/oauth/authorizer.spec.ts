import assert from 'node:assert/strict';
import type { Endpoint, ProxySettings } from '../../../engine/endpoints/index.js';
import { createAuthorizer, type TokenAuthorizer } from '../../../engine/oauth/index.js';
import { endpoint, faultOf, ok, property, type Reply, World, type WorldOptions } from '../endpoints/flow.js';

const nonBlocking = { blocking: false, outOnly: false };
const token = (value: string, expiresIn?: number): Reply => ({
  status: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ access_token: value, ...(expiresIn === undefined ? {} : { expires_in: expiresIn }) }),
});
const unauthorized: Reply = { status: 401, reason: 'Unauthorized', body: '{"e":1}' };
const client = '<clientId>cid</clientId><clientSecret>sec</clientSecret><tokenUrl>http://idp/token</tokenUrl>';
const secured = (authentication: string, name = 'E', url = 'http://b/x', more = '') =>
  endpoint(
    `<endpoint name="${name}"><http method="post" uri-template="${url}">${more}<authentication>${authentication}</authentication></http></endpoint>`,
  );
const clientCredentials = (more = '', name?: string, url?: string) =>
  secured(`<oauth><clientCredentials>${client}${more}</clientCredentials></oauth>`, name, url);

describe('credentials for backends', () => {
  let authorizer: TokenAuthorizer;
  let world: World;

  beforeEach(() => {
    authorizer = createAuthorizer();
  });

  const begin = (replies: Reply[], more: WorldOptions = {}) => {
    world = new World({ replies, authorizer, ...more });
  };
  const send = (to: Endpoint, properties: Record<string, string> = {}, blocking = false) => {
    const message = world.message({ headers: { 'Content-Type': 'application/json', Authorization: 'Basic client' } });
    for (const [name, value] of Object.entries(properties)) message.setProperty('default', name, value);
    return to.send(message, { blocking, outOnly: false }).then(() => message);
  };
  const authorizations = () => world.outbound.requests.map((_, index) => world.outbound.header(index, 'Authorization'));
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it("basicAuth replaces the client's Authorization", async () => {
    begin([ok]);
    await send(secured('<basicAuth><username> admin </username><password>p:w</password></basicAuth>'));
    assert.deepEqual(authorizations(), [basic('admin:p:w')]);
  });

  it('basicAuth takes expressions', async () => {
    begin([ok]);
    await send(
      secured("<basicAuth><username>{$ctx:u}</username><password>{get-property('p')}</password></basicAuth>"),
      { u: 'joe', p: 'pw' },
    );
    assert.deepEqual(authorizations(), [basic('joe:pw')]);
  });

  for (const [what, grant, form, authorization] of [
    ['client credentials', 'clientCredentials', 'grant_type=client_credentials', basic('cid:sec')],
    [
      'client credentials in the form',
      'clientCredentials|<authMode>PayLoad</authMode>',
      'grant_type=client_credentials&client_id=cid&client_secret=sec',
      undefined,
    ],
    [
      'a password',
      'passwordCredentials|<username>joe</username><password>p&amp;w</password>',
      'grant_type=password&username=joe&password=p&w',
      basic('cid:sec'),
    ],
    [
      'a refresh token',
      'authorizationCode|<refreshToken>r1</refreshToken>',
      'grant_type=refresh_token&refresh_token=r1',
      basic('cid:sec'),
    ],
    [
      'more parameters, as written',
      'clientCredentials|<requestParameters><parameter name="scope">a b</parameter></requestParameters>',
      'grant_type=client_credentials&scope=a b',
      basic('cid:sec'),
    ],
    [
      'a parameter from the body',
      'clientCredentials|<requestParameters><parameter name="x">{json-eval($.a)}</parameter></requestParameters>',
      'grant_type=client_credentials&x=1',
      basic('cid:sec'),
    ],
    [
      'a Synapse expression',
      `clientCredentials|<requestParameters><parameter name="x">{\${properties.synapse.p}}</parameter></requestParameters>`,
      'grant_type=client_credentials&x=v',
      basic('cid:sec'),
    ],
    [
      'a text that only looks like one',
      `clientCredentials|<requestParameters><parameter name="x">\${vars.x}</parameter></requestParameters>`,
      'grant_type=client_credentials&x=${vars.x}',
      basic('cid:sec'),
    ],
    [
      "a custom Authorization, which the client's replaces",
      'clientCredentials|<customHeaders><header name="authorization">Custom</header></customHeaders>',
      'grant_type=client_credentials',
      basic('cid:sec'),
    ],
    [
      'a custom Authorization beside the client in the form',
      'clientCredentials|<authMode>payload</authMode><customHeaders><header name="Authorization">Custom</header></customHeaders>',
      'grant_type=client_credentials&client_id=cid&client_secret=sec',
      'Custom',
    ],
  ] as const) {
    it(`asks with ${what}`, async () => {
      begin([token('t1'), ok]);
      const [name, more = ''] = grant.split('|');
      await send(secured(`<oauth><${name}>${client}${more}</${name}></oauth>`), { p: 'v' });
      assert.deepEqual(world.outbound.lines, ['POST http://idp/token', 'POST http://b/x']);
      assert.equal(world.outbound.body(0), form);
      assert.deepEqual(authorizations(), [authorization, 'Bearer t1']);
      assert.equal(world.outbound.header(0, 'Content-Type'), 'application/x-www-form-urlencoded');
    });
  }

  it('may replace the Content-Type by a custom header', async () => {
    begin([token('t1'), ok]);
    await send(clientCredentials('<customHeaders><header name="content-type">text/x</header></customHeaders>'));
    assert.equal(world.outbound.header(0, 'Content-Type'), 'text/x');
  });

  it('leaves the headers of the message alone', async () => {
    begin([token('t1'), { error: 'refused' }]);
    const message = world.message({ headers: { 'Content-Type': 'application/json', Authorization: 'Basic client' } });
    await faultOf(clientCredentials(), message);
    assert.equal(message.headers.get('Authorization'), 'Basic client');
  });

  describe('keep a token', () => {
    it('for the next message to the same URL', async () => {
      begin([token('t1', 3600), ok, ok]);
      const to = clientCredentials();
      await send(to);
      await send(to);
      assert.deepEqual(authorizations().slice(1), ['Bearer t1', 'Bearer t1']);
      assert.deepEqual(authorizer.statistics, { hits: 1, fetches: 1, failures: 0, keys: 1 });
    });

    for (const [what, first, second, properties] of [
      ['another endpoint', clientCredentials('', 'E'), clientCredentials('', 'F'), [{}, {}]],
      [
        'another URL',
        clientCredentials('', 'E', 'http://b/{uri.var.x}'),
        undefined,
        [{ 'uri.var.x': '1' }, { 'uri.var.x': '2' }],
      ],
      [
        'another secret',
        secured(
          '<oauth><clientCredentials><clientId>c</clientId><clientSecret>{$ctx:s}</clientSecret><tokenUrl>http://idp/token</tokenUrl></clientCredentials></oauth>',
        ),
        undefined,
        [{ s: 'old' }, { s: 'new' }],
      ],
      [
        'another scope',
        clientCredentials('<requestParameters><parameter name="scope">{$ctx:s}</parameter></requestParameters>'),
        undefined,
        [{ s: 'a' }, { s: 'b' }],
      ],
      [
        'another header',
        clientCredentials('<customHeaders><header name="X">{$ctx:s}</header></customHeaders>'),
        undefined,
        [{ s: 'a' }, { s: 'b' }],
      ],
    ] as const) {
      it(`apart from ${what}`, async () => {
        begin([token('t1'), ok, token('t2'), ok]);
        await send(first, properties[0]);
        await send(second ?? first, properties[1]);
        assert.deepEqual([authorizations()[1], authorizations()[3]], ['Bearer t1', 'Bearer t2']);
      });
    }

    it('less long than it lives', async () => {
      begin([token('t1', 100), ok, token('t2', 100), ok]);
      const to = clientCredentials();
      await send(to);
      world.clock.advance(90_000);
      await send(to);
      assert.equal(authorizations()[3], 'Bearer t2');
    });

    it('for the configured time when its life is not known', async () => {
      begin([token('t1'), ok, ok, token('t2'), ok], {
        settings: { 'synapse.endpoint.http.oauth.cache.timeout': '10' },
      });
      const to = clientCredentials();
      await send(to);
      world.clock.advance(9_999);
      await send(to);
      world.clock.advance(1);
      await send(to);
      assert.deepEqual(authorizations().slice(1), ['Bearer t1', 'Bearer t1', basic('cid:sec'), 'Bearer t2']);
    });
  });

  describe('after a 401', () => {
    it('get a new token and send the same once more', async () => {
      begin([token('t1'), unauthorized, token('t2'), ok]);
      await send(clientCredentials());
      assert.deepEqual(authorizations(), [basic('cid:sec'), 'Bearer t1', basic('cid:sec'), 'Bearer t2']);
      assert.equal(world.outbound.body(3), '{"a":1}');
    });

    it('hand a second one to the flow', async () => {
      begin([token('t1'), unauthorized, token('t2'), unauthorized]);
      const message = await send(clientCredentials());
      assert.equal(String(message.axis2.get('HTTP_SC')), '401');
    });

    it('keep the new token', async () => {
      begin([token('t1'), unauthorized, token('t2'), ok, ok]);
      const to = clientCredentials();
      await send(to);
      await send(to);
      assert.equal(authorizations()[4], 'Bearer t2');
    });

    it('do not repeat when the configuration forbids it', async () => {
      begin([token('t1'), unauthorized], {
        settings: { 'synapse.endpoint.http.oauth.token.retry.message.building.disabled': 'true' },
      });
      await send(clientCredentials());
      assert.equal(world.outbound.requests.length, 2);
    });

    it('of a blocking call are no fault, unlike a 403', async () => {
      begin([token('t1'), unauthorized, token('t2'), unauthorized]);
      const message = await send(clientCredentials(), {}, true);
      assert.deepEqual([String(message.axis2.get('HTTP_SC')), property(message, 'ERROR_CODE')], ['401', undefined]);
      begin([{ status: 403 }]);
      world.outbound.replies.unshift(token('t1'));
      assert.equal((await faultOf(clientCredentials('', 'other'), world.message(), true)).code, '403');
    });

    it('of basicAuth are answers', async () => {
      begin([unauthorized]);
      await send(secured('<basicAuth><username>u</username><password>p</password></basicAuth>'));
      assert.equal(world.outbound.requests.length, 1);
    });

    it('fail when there is no new token', async () => {
      begin([token('t1'), unauthorized, { status: 500, reason: 'No' }]);
      const { code, text } = await faultOf(clientCredentials(), world.message());
      assert.equal(code, '303003');
      assert.match(text ?? '', /HTTP\/1\.1 500 No$/);
    });
  });

  describe('that cannot be had', () => {
    for (const [what, replies, text] of [
      [
        'an error status',
        [{ status: 400, reason: 'Bad Request', body: 'sec' }],
        'Error while accessing the Token URL. HTTP/1.1 400 Bad Request',
      ],
      [
        'no token in the answer',
        [{ status: 200, body: '{"token":"x"}' }],
        'Missing key [access_token] in the response from the OAuth server',
      ],
      ['nobody there', [{ error: 'refused' }], 'Unable to connect to the OAuth token endpoint.'],
      [
        'no answer in time',
        [{ error: 'timeout' }],
        'Socket timeout: OAuth token endpoint did not respond within the expected time frame.',
      ],
    ] as const satisfies readonly (readonly [string, Reply[], string])[]) {
      it(`keep the request from its backend: ${what}`, async () => {
        begin([...replies]);
        const to = clientCredentials();
        const expected = `Could not generate access token for oauth configured http endpoint E. ${text}`;
        assert.deepEqual(await faultOf(to, world.message()), { code: '303003', text: expected });
        assert.deepEqual([to.state?.name, world.outbound.lines], ['ACTIVE', ['POST http://idp/token']]);
        assert.ok(!world.log.join('\n').includes('sec'), world.log.join('\n'));
      });
    }

    it('say null for an endpoint without a name', async () => {
      begin([{ status: 400 }]);
      const to = endpoint(
        `<endpoint><http uri-template="http://b/x"><authentication><oauth><clientCredentials>${client}</clientCredentials></oauth></authentication></http></endpoint>`,
      );
      assert.match((await faultOf(to, world.message())).text ?? '', /http endpoint null\. /);
    });

    it('are an unspecified error when the answer is no JSON object', async () => {
      begin([{ status: 200, body: 'hello' }]);
      assert.deepEqual(await faultOf(clientCredentials(), world.message()), {
        code: '0',
        text: 'Error while performing the call operation',
      });
      assert.equal(world.outbound.requests.length, 1);
    });

    it('are asked for again by the next message', async () => {
      begin([{ status: 500 }, token('t1'), ok]);
      const to = clientCredentials();
      await faultOf(to, world.message());
      await send(to);
      assert.equal(world.outbound.requests.length, 3);
    });

    it('fail for a broken expression', async () => {
      begin([]);
      const to = clientCredentials(
        '<requestParameters><parameter name="x">{get-property(\'p\'}</parameter></requestParameters>',
      );
      const { code, text } = await faultOf(to, world.message());
      assert.equal(code, '303003');
      assert.equal(
        text,
        "Could not generate access token for oauth configured http endpoint E. Error while building the expression : get-property('p'",
      );
    });

    it('fail where nobody provides any', async () => {
      world = new World({ replies: [ok] });
      assert.equal((await faultOf(clientCredentials(), world.message())).code, '303003');
      assert.equal(world.outbound.requests.length, 0);
    });

    it('let a group go on with another child, once', async () => {
      begin([{ status: 500 }, ok]);
      const secure = `<endpoint name="c1"><http method="post" uri-template="http://b/1"><authentication><oauth><clientCredentials>${client}</clientCredentials></oauth></authentication></http></endpoint>`;
      const open = '<endpoint name="c2"><http method="post" uri-template="http://b/2"/></endpoint>';
      await send(endpoint(`<endpoint><failover>${secure}${open}</failover></endpoint>`));
      assert.deepEqual(world.outbound.lines, ['POST http://idp/token', 'POST http://b/2']);
    });
  });

  it('share one token request among messages that come at the same time', async () => {
    let answer = () => {};
    const waiting = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const issue: Reply = async () => {
      await waiting;
      return { status: 200, reason: '', headers: [], body: Buffer.from('{"access_token":"t1"}') };
    };
    begin([issue, ok, ok, ok]);
    const to = clientCredentials();
    const sent = [1, 2, 3].map(() => send(to));
    answer();
    await Promise.all(sent);
    assert.equal(world.outbound.lines.filter((line) => line.endsWith('/token')).length, 1);
  });

  it('let a message go whose caller has no time left, and go on asking for the others', async () => {
    let answer = () => {};
    const waiting = new Promise<void>((resolve) => {
      answer = resolve;
    });
    begin([
      async () => {
        await waiting;
        return { status: 200, reason: '', headers: [], body: Buffer.from('{"access_token":"t1"}') };
      },
      ok,
    ]);
    const to = clientCredentials();
    const caller = new AbortController();
    const hasty = faultOf(to, world.message({ signal: caller.signal }));
    const patient = send(to);
    await new Promise(setImmediate);
    caller.abort();
    assert.equal((await hasty).code, '303003');
    answer();
    await patient;
    assert.equal(authorizations().at(-1), 'Bearer t1');
  });

  for (const [what, inside, settings, expected] of [
    ['15 s by default', '', {}, [15_000, 15_000]],
    ['its own', '<connectionTimeout>10</connectionTimeout><socketTimeout>20</socketTimeout>', {}, [10, 20]],
    [
      'the default for "none"',
      '<connectionTimeout>-1</connectionTimeout><socketTimeout>0</socketTimeout>',
      {},
      [15_000, 15_000],
    ],
    [
      'those of the configuration',
      '<useGlobalConnectionTimeoutConfigs>true</useGlobalConnectionTimeoutConfigs>',
      { 'connection.timeout': '11', 'socket.timeout': '22' },
      [11, 22],
    ],
    ['not those of the configuration unasked', '', { 'connection.timeout': '11' }, [15_000, 15_000]],
  ] as const) {
    it(`wait for ${what}`, async () => {
      const prefix = 'synapse.endpoint.http.oauth.token.endpoint.global.';
      const known = Object.fromEntries(Object.entries(settings).map(([name, value]) => [prefix + name, value]));
      begin([token('t1'), ok], { settings: known });
      await send(clientCredentials(inside));
      const { connectTimeout, idleTimeout } = world.outbound.requests[0]!;
      assert.deepEqual([connectTimeout, idleTimeout], expected);
    });
  }

  for (const [what, more, through] of [
    ['named by the endpoint', '', true],
    ['unless the host is excepted', '<nonProxyHosts>x|IDP*</nonProxyHosts>', false],
    ['when the host is a target', '<targetProxyHosts>id?|idp</targetProxyHosts>', true],
    ['not when others are targets', '<targetProxyHosts>other</targetProxyHosts>', false],
  ] as const) {
    it(`ask through a proxy ${what}`, async () => {
      const proxied = new World({ replies: [token('t1')] }).outbound;
      const proxies: string[] = [];
      const proxy = ({ url, username }: ProxySettings) => {
        proxies.push(`${url} ${username}`);
        return proxied;
      };
      authorizer = createAuthorizer({ proxy });
      begin(through ? [ok] : [token('t1'), ok]);
      const configs = `<proxyConfigs><proxyHost>p</proxyHost><proxyPort>3128</proxyPort><proxyProtocol>http</proxyProtocol><proxyUsername>u</proxyUsername><proxyPassword>w</proxyPassword>${more}</proxyConfigs>`;
      await send(clientCredentials(configs));
      assert.deepEqual(proxies, through ? ['http://p:3128 u'] : []);
      assert.equal(proxied.requests.length, through ? 1 : 0);
    });
  }

  it('never show a secret', async () => {
    begin([
      { status: 400, body: 'sec' },
      { error: 'reset', state: 3 },
    ]);
    const to = secured(
      `<oauth><passwordCredentials>${client}<username>joe</username><password>pw1</password></passwordCredentials></oauth>`,
    );
    for (let i = 0; i < 2; i++) {
      const message = world.message();
      const thrown = await to.send(message, nonBlocking).then(
        () => undefined,
        (error: Error) => error,
      );
      const seen = [...message.properties]
        .map(([, value]) => String(value))
        .concat(world.log, String(thrown?.message), String(thrown?.cause));
      assert.ok(!/sec|pw1|Y2lkOnNlYw/.test(seen.join('\n')), seen.join('\n'));
    }
  });
});
