import assert from 'node:assert/strict';
import { isSecretName, redactHeader, redactText } from '../../../engine/observe/index.js';

const texts: [name: string, text: string, expected: string][] = [
  ['a JSON token answer', '{"access_token":"abc.def","expires_in":3600}', '{"access_token":"***","expires_in":3600}'],
  ['blanks around the colon', '{ "client_secret" : "x y" }', '{ "client_secret" : "***" }'],
  ['an escaped quote inside the value', '{"password":"a\\"b","n":1}', '{"password":"***","n":1}'],
  ['a number as password', '{"password":1234,"n":1}', '{"password":"***","n":1}'],
  ['JSON inside a JSON string', '"{\\"refresh_token\\":\\"abc\\"}"', '"{\\"refresh_token\\":\\"***\\"}"'],
  ['camel case', '{"userPassword":"abc"}', '{"userPassword":"***"}'],
  ['token_type is no secret', '{"token_type":"Bearer"}', '{"token_type":"Bearer"}'],
  ['a form', 'grant_type=password&username=u&password=p%20q', 'grant_type=password&username=u&password=***'],
  ['a query string', 'GET /x?access_token=abc&y=1', 'GET /x?access_token=***&y=1'],
  [
    'an element',
    '<t:client_secret xmlns:t="u">abc</t:client_secret>',
    '<t:client_secret xmlns:t="u">***</t:client_secret>',
  ],
  ['an XML attribute', '<user password="abc"/>', '<user password="***"/>'],
  ['a header line', 'Authorization: Bearer abc-def', 'Authorization: Bearer ***'],
  ['a property of the log mediator', 'auth = Basic dXNlcjpwYXNz, x = 1', 'auth = Basic ***, x = 1'],
  ['a header without scheme', 'Authorization: abcdef, Accept: */*', 'Authorization: ***, Accept: */*'],
  ['cookies to the end of the line', 'Cookie: a=b; c=d\nAccept: */*', 'Cookie: ***\nAccept: */*'],
  ['a password in a URL', 'connect to https://user:pass@host/x', 'connect to https://***@host/x'],
  ['a JSON Web Token alone', 'got eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.sig today', 'got *** today'],
  ['plain text', 'To: /menu, Direction: request', 'To: /menu, Direction: request'],
];

const headers: [name: string, value: string, expected: string][] = [
  ['Authorization', 'Bearer abc', 'Bearer ***'],
  ['authorization', 'opaque', '***'],
  ['Cookie', 'a=b', '***'],
  ['Set-Cookie', 'a=b; Path=/', '***'],
  ['X-API-Key', 'abc', '***'],
  ['Accept', 'text/plain', 'text/plain'],
  ['Location', 'https://x/cb?code=1&access_token=abc', 'https://x/cb?code=1&access_token=***'],
];

describe('redaction', () => {
  for (const [name, text, expected] of texts) it(name, () => assert.equal(redactText(text), expected));
  for (const [name, value, expected] of headers) {
    it(`header ${name}: ${value}`, () => assert.equal(redactHeader(name, value), expected));
  }
  it('knows secret names', () => {
    const names = ['client_secret', 'x.password', 'ACCESS-TOKEN', 'apiKey', 'token'];
    assert.deepEqual(names.filter(isSecretName), names);
    assert.deepEqual(['token_type', 'expires_in', 'keyword', 'monkey'].filter(isSecretName), []);
  });
  for (const unit of [
    '\\',
    '-',
    '"',
    'token',
    '"token":',
    'eyJ-',
    'cookie ',
    'a://',
    '<token ',
    'bearer ',
    'password=',
  ]) {
    it(`takes linear time for a hostile text of ${JSON.stringify(unit)}`, () => {
      const start = performance.now();
      redactText(`token ${unit.repeat(Math.ceil(200_000 / unit.length))}`);
      assert.ok(performance.now() - start < 1500, `${performance.now() - start} ms`);
    });
  }
});
