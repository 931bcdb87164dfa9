import { plays, setupWith } from './played.js';

const url = 'http://km.example/oauth2/';
const setup = setupWith({}, { keyManager: { url } });
const json = { headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' };
const answered = { response: { status: 200, body: { text: '{"a":1}' } } };

describe('token APIs of the gateway (gateway sheet B.1)', () => {
  const calls: [method: string, path: string, called: string][] = [
    ['POST', '/token', 'token'],
    ['POST', '/revoke', 'revoke'],
    ['GET', '/authorize?client_id=a%20b&scope=c', 'authorize?client_id=a%20b&scope=c'],
    ['GET', '/userinfo?schema=openid', 'userinfo?schema=openid'],
  ];
  for (const [method, path, called] of calls) {
    it(`${method} ${path} goes to the key manager up to 3.x, and nowhere in 4.x`, async () => {
      const form = method === 'POST' ? { body: { form: { token: 'x&y', grant_type: 'password' } } } : {};
      const request = { method, path, headers: { Authorization: 'Basic {{basic a:b}}' }, ...form };
      const seen = { method, url: url + called, headers: { Authorization: 'Basic {{basic a:b}}' }, ...form };
      const steps = [{ request, exchanges: [{ request: seen, response: json }], expect: answered }];
      await plays({ setup, profile: '3.x', steps });
      await plays({ setup, profile: '1.x', steps });
      await plays({ setup, steps: [{ request, expect: { response: { status: 404 } } }] });
    });
  }

  it('knows /login in 1.x only', async () => {
    const request = { method: 'POST', path: '/login', body: { form: { username: 'a' } } };
    const exchanges = [{ request: { url: `${url}token` }, response: json }];
    await plays({ setup, profile: '1.x', steps: [{ request, exchanges, expect: answered }] });
    await plays({ setup, profile: '3.x', steps: [{ request, expect: { response: { status: 404 } } }] });
  });

  it('reports a key manager that is down, and gives way to an API of its name', async () => {
    const request = { method: 'POST', path: '/token', body: { form: { a: 'b' } } };
    const exchanges = [{ request: { url: `${url}token` }, response: { error: 'refused' as const } }];
    const body = { contains: ['<am:code>101503</am:code>'] };
    await plays({
      setup,
      profile: '3.x',
      steps: [{ request, exchanges, expect: { response: { status: 500, body } } }],
    });
    const own =
      '<api xmlns="http://ws.apache.org/ns/synapse" name="_WSO2AMTokenAPI_" context="/token"><resource methods="POST">' +
      '<inSequence><property name="HTTP_SC" value="299" scope="axis2"/><respond/></inSequence></resource></api>';
    const steps = [{ request, expect: { response: { status: 299 } } }];
    await plays({ setup, profile: '3.x', artifacts: [own], steps });
  });
});
