import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { OutboundRequest, OutboundResponse } from '../../../../engine/message/index.js';
import { basic, keyManager } from './key-manager.js';

const userStores = [
  { domain: 'one', type: 'rest', url: 'https://one.example/check', basic: 'svc:a:b', tenant: 'org' },
  { domain: 'two', type: 'rest', url: 'https://two.example/check', tenant: 'org' },
  { domain: 'home', type: 'rest', url: 'https://home.example/check' },
] as const;

const yes = { body: Buffer.from('{"response":{"status":"true"}}') };
const no = { body: Buffer.from('{"response":{"status":"false"}}') };

function external(respond: (request: OutboundRequest) => Partial<OutboundResponse>) {
  const served = keyManager({ userStores, users: [{ name: 'alice@org', password: 'alicepw' }] }, '4.x', respond);
  const login = (username: string, changes = {}) =>
    served.token({ grant_type: 'password', username, password: 'pw', ...changes });
  const urls = () => served.asked.map(({ url }) => String(url));
  return { ...served, login, urls };
}

describe('a user of a service outside', () => {
  it('is asked for within limits, with the credentials of the service', async () => {
    const { login, asked } = external(() => yes);
    assert.equal((await login('a@b.c@org')).status, 200);
    const [{ method, headers, body, totalTimeout, connectTimeout }] = asked as [OutboundRequest];
    assert.equal(method, 'POST');
    assert.deepEqual(JSON.parse(String(body)), { credentials: { username: 'a@b.c', password: 'pw' } });
    assert.equal(Object.fromEntries(headers.map(([name, value]) => [name, value])).Authorization, basic('svc', 'a:b'));
    assert.ok(totalTimeout! > 0 && connectTimeout > 0);
  });

  for (const [what, username, urls] of [
    ['of an organisation: its services in turn', 'bob@org', ['https://one.example/check', 'https://two.example/check']],
    ['that names its store: that alone', 'TWO/bob@org', ['https://two.example/check']],
    ['without an organisation: the services of nobody else', 'bob', ['https://home.example/check']],
    ['of an unknown organisation: it is part of the name', 'bob@other', ['https://home.example/check']],
    [
      'whose name is known with another password: also',
      'alice@org',
      ['https://one.example/check', 'https://two.example/check'],
    ],
  ] as const) {
    it(`asks ${what}`, async () => {
      const served = external(() => no);
      const { json } = await served.login(username);
      assert.equal(json.error_description, `Authentication failed for ${username}`);
      assert.deepEqual(served.urls(), urls);
    });
  }

  for (const [what, answer] of [
    ['true that is no text', { body: Buffer.from('{"response":{"status":true}}') }],
    ['another word', { body: Buffer.from('{"response":{"status":"True"}}') }],
    ['null', { body: Buffer.from('null') }],
    ['another status', { ...yes, status: 201 }],
    ['an answer without end', { body: Readable.from([Buffer.alloc(70_000, ' '), yes.body]) }],
    ['a long answer', { body: Buffer.concat([Buffer.alloc(70_000, ' '), yes.body]) }],
  ] as const) {
    it(`is not authenticated by ${what}`, async () => {
      assert.equal((await external(() => answer).login('bob')).json.error, 'invalid_grant');
    });
  }

  it('is authenticated by a streamed answer', async () => {
    assert.equal((await external(() => ({ body: Readable.from([yes.body]) })).login('bob')).status, 200);
  });

  it('is not authenticated by a service that fails, while the next one is asked', async () => {
    const { login, urls } = external(({ url }) => {
      if (String(url).includes('one')) throw new Error('refused');
      return yes;
    });
    assert.equal((await login('bob@org')).status, 200);
    assert.equal(urls().length, 2);
  });

  it('has no scopes but those for everybody', async () => {
    const { login, state } = external(() => yes);
    const { json } = await login('bob@org', { scope: 'secret device_1 openid' });
    assert.equal(json.scope, 'device_1 openid');
    assert.equal(state.tokens.find(json.access_token)!.user, 'ONE/bob@org');
    assert.equal((await login('bob@org', { scope: 'secret' })).json.scope, 'default');
  });

  it('is not asked for when the primary store knows the password', async () => {
    const { login, asked } = external(() => yes);
    const { json } = await login('alice@org', { password: 'alicepw', scope: 'secret' });
    assert.equal(json.scope, 'secret');
    assert.equal(asked.length, 0);
  });
});
