import assert from 'node:assert/strict';
import { SecretFinder } from '../../../../engine/replay/record/find-secrets.js';
import { mapHeader, mapUrl } from '../../../../engine/replay/record/header-texts.js';
import { bodyShape, mapLeaves } from '../../../../engine/replay/record/leaf-texts.js';
import { Secrets } from '../../../../engine/replay/record/secrets.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const token = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJwaXp6YSJ9.c2lnbmF0dXJl';

function replacedBody(text: string, secrets: Secrets, type?: string): string {
  return mapLeaves<string>(text, bodyShape(text, type), (leaf, name) => [secrets.replace(leaf, name)]).join('');
}

function replacedHeader(name: string, value: string, secrets: Secrets): string {
  return mapHeader<string>(name, value, (leaf, at) => [secrets.replace(leaf, at)]).join('');
}

describe('secrets of a recording: headers', () => {
  const table: [name: string, value: string, expected: string][] = [
    ['Authorization', 'Bearer abc-123', 'Bearer recorded-access-token-1'],
    ['authorization', `Basic ${base64('joe:s3cret')}`, `Basic ${base64('joe:recorded-password-1')}`],
    ['Authorization', `Basic ${base64('joe:a')}`, `Basic ${base64('joe:recorded-password-1')}`],
    ['Authorization', `Basic ${base64('token:token')}`, `Basic ${base64('token:recorded-password-1')}`],
    ['Authorization', 'opaque-value', 'recorded-credential-1'],
    ['Proxy-Authorization', 'Digest username="u", response="6629fae4"', 'Digest recorded-credential-1'],
    ['Cookie', 'lang=en; session="f00ba7"; x=1', 'lang=recorded-cookie-1; session="recorded-cookie-2"; x=1'],
    ['Set-Cookie', 'sid=f00ba7; Path=/; HttpOnly', 'sid=recorded-cookie-1; Path=/; HttpOnly'],
    ['X-API-Key', 'k-123', 'recorded-api-key-1'],
    ['Ocp-Apim-Subscription-Key', 'k-123', 'recorded-api-key-1'],
    ['X-JWT-Assertion', token, 'recorded-assertion-1'],
    ['X-Anything', token, 'recorded-token-1'],
    ['X-Spin', '1234', '1234'],
    ['Location', 'https://h/cb?access_token=abcd&x=1', 'https://h/cb?access_token=recorded-access-token-1&x=1'],
    ['Referer', 'https://joe:hunter22@h/', 'https://joe:recorded-password-1@h/'],
    ['WWW-Authenticate', 'Bearer error="invalid_token"', 'Bearer error="invalid_token"'],
    ['Access-Control-Allow-Credentials', 'true', 'true'],
    ['X-CSRF-Token', 'Fetch', 'Fetch'],
    ['Accept', 'application/json', 'application/json'],
  ];
  for (const [name, value, expected] of table) {
    it(`${name}: ${value}`, () => {
      const secrets = new Secrets();
      new SecretFinder(secrets).header(name, value);
      assert.equal(replacedHeader(name, value, secrets), expected);
    });
  }
});

describe('secrets of a recording: bodies', () => {
  const table: [name: string, body: string, type: string, expected: string][] = [
    [
      'a token answer keeps its form',
      '{ "access_token" : "abc.def",\n "expires_in":3600, "token_type":"Bearer" }',
      'application/json',
      '{ "access_token" : "recorded-access-token-1",\n "expires_in":3600, "token_type":"Bearer" }',
    ],
    [
      'refresh and id tokens have placeholders of their own',
      '{"refresh_token":"r-1234","id_token":"i-1234"}',
      'application/json',
      '{"refresh_token":"recorded-refresh-token-1","id_token":"recorded-id-token-1"}',
    ],
    ['an escaped secret', '{"password":"a\\"b\\\\c"}', 'application/json', '{"password":"recorded-password-1"}'],
    ['a short one', '{"password":"ab","b":"ab"}', 'application/json', '{"password":"recorded-password-1","b":"ab"}'],
    [
      'a word of the protocol',
      '{"grant":"password","password":"password"}',
      'application/json',
      '{"grant":"password","password":"recorded-password-1"}',
    ],
    ['a number stays one', '{"pin":123456,"n":123456}', 'application/json', '{"pin":9000000001,"n":9000000001}'],
    ['a truth value is none', '{"token":true,"secret":null}', 'application/json', '{"token":true,"secret":null}'],
    [
      'names are never replaced',
      '{"verysecretname":1,"password":"verysecretname"}',
      'application/json',
      '{"verysecretname":1,"password":"recorded-password-1"}',
    ],
    [
      'the same secret, the same placeholder, also inside other texts',
      '{"client_secret":"xyzzy-1","text":"with xyzzy-1 in it","url":"/a?s=xyzzy-1"}',
      'application/json',
      '{"client_secret":"recorded-client-secret-1","text":"with recorded-client-secret-1 in it","url":"/a?s=recorded-client-secret-1"}',
    ],
    [
      'a list of secrets',
      '{"tokens":[{"token":"aaaa"},{"token":"bbbb"}],"token":["cccc"]}',
      'application/json',
      '{"tokens":[{"token":"recorded-token-1"},{"token":"recorded-token-2"}],"token":["recorded-token-3"]}',
    ],
    [
      'JSON inside JSON',
      '{"log":"{\\"access_token\\":\\"abcd\\"}"}',
      'application/json',
      '{"log":"{\\"access_token\\":\\"recorded-access-token-1\\"}"}',
    ],
    [
      'inside base64',
      `{"client_secret":"demonstration-only","basic":"${base64('joe:demonstration-only')}"}`,
      'application/json',
      `{"client_secret":"recorded-client-secret-1","basic":"${base64('joe:recorded-client-secret-1')}"}`,
    ],
    [
      'a form',
      'grant_type=password&username=joe&password=a%2Bb%20c&x=1',
      'application/x-www-form-urlencoded',
      'grant_type=password&username=joe&password=recorded-password-1&x=1',
    ],
    [
      'a code and its verifier',
      'grant_type=authorization_code&code=c0de-1&code_verifier=v-123',
      'application/x-www-form-urlencoded',
      'grant_type=authorization_code&code=recorded-code-1&code_verifier=recorded-credential-1',
    ],
    ['a code elsewhere', '{"code":"900901"}', 'application/json', '{"code":"900901"}'],
    [
      'elements and attributes',
      '<a password="p&amp;qr"><n:client_secret xmlns:n="u">abcd</n:client_secret><b>p&amp;qr</b></a>',
      'application/xml',
      '<a password="recorded-password-1"><n:client_secret xmlns:n="u">recorded-client-secret-1</n:client_secret><b>recorded-password-1</b></a>',
    ],
    [
      'CDATA and comments',
      '<a><password><![CDATA[a<b-c]]></password><!-- a<b-c --></a>',
      'text/xml',
      '<a><password><![CDATA[recorded-password-1]]></password><!-- recorded-password-1 --></a>',
    ],
    [
      'plain text',
      'token = abcdefgh; Authorization: Bearer abc123456\nok',
      'text/plain',
      'token = recorded-token-1; Authorization: Bearer recorded-access-token-1\nok',
    ],
    [
      'a part of a multipart body',
      '--b\r\nContent-Disposition: form-data; name="password"\r\nContent-Type: text/plain\r\n\r\nabcd\r\n--b--',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="password"\r\nContent-Type: text/plain\r\n\r\nrecorded-password-1\r\n--b--',
    ],
    ['a web token in plain text', `got ${token}.`, 'text/plain', 'got recorded-token-1.'],
    ['nothing', '{"a":[1,{"b":"c"}],"d":"e"}', 'application/json', '{"a":[1,{"b":"c"}],"d":"e"}'],
  ];
  for (const [name, body, type, expected] of table) {
    it(name, () => {
      const secrets = new Secrets();
      new SecretFinder(secrets).body(body, type);
      assert.equal(replacedBody(body, secrets, type), expected);
    });
  }
});

describe('secrets of a recording: URLs', () => {
  const table: [url: string, expected: string][] = [
    ['/a/b?api_key=k-1%2F2&x=1', '/a/b?api_key=recorded-api-key-1&x=1'],
    ['https://joe:p%40ss@h:1/p?a=b', 'https://joe:recorded-password-1@h:1/p?a=b'],
    ['https://joe:pw@h/p', 'https://joe:recorded-password-1@h/p'],
    [`/verify/${token}`, '/verify/recorded-token-1'],
    ['https://h/cb?code=c0de12345&state=x', 'https://h/cb?code=recorded-code-1&state=x'],
    ['/list?code=c0de12345', '/list?code=c0de12345'],
    ['/plain?x=1', '/plain?x=1'],
    ['/plain', '/plain'],
  ];
  for (const [url, expected] of table) {
    it(url, () => {
      const secrets = new Secrets();
      new SecretFinder(secrets).url(url);
      assert.equal(mapUrl<string>(url, (leaf, name) => [secrets.replace(leaf, name)]).join(''), expected);
    });
  }
});

describe('secrets of a recording: artifacts', () => {
  const table: [name: string, artifact: string, expected: string][] = [
    [
      'encoded credentials under any name',
      `<property name="auth" value="${base64('gate:way-secret')}"/>`,
      `<property name="auth" value="${base64('gate:recorded-password-1')}"/>`,
    ],
    ['other base64', `<property name="x" value="${base64('some text that is long')}"/>`, ''],
    [
      'the credentials of an endpoint',
      '<clientCredentials><clientId>id</clientId><clientSecret>abcd</clientSecret></clientCredentials>',
      '<clientCredentials><clientId>id</clientId><clientSecret>recorded-client-secret-1</clientSecret></clientCredentials>',
    ],
    [
      'a property that is called so',
      '<property name="db.password" value="abcd"/>',
      '<property name="db.password" value="recorded-password-1"/>',
    ],
    [
      'a header',
      '<header name="Authorization" value="Bearer abcd"/>',
      '<header name="Authorization" value="Bearer recorded-access-token-1"/>',
    ],
    ['an expression', '<property name="access_token" expression="json-eval($.access_token)"/>', ''],
    ['an expression with a literal', `<header name="Authorization" expression="fn:concat('Bearer ', $ctx:t)"/>`, ''],
    ['a reference to a vault', "<clientSecret>{wso2:vault-lookup('alias')}</clientSecret>", ''],
    ['a value of the environment', '<password>$SYSTEM:BACKEND_PASSWORD</password>', ''],
    ['a placeholder of a template', '<format>{"client_secret": "$1", "token": "${vars.token}"}</format>', ''],
    ['an endpoint called token', '<endpoint name="token"><http uri-template="http://h/token"/></endpoint>', ''],
  ];
  for (const [name, artifact, expected] of table) {
    it(name, () => {
      const secrets = new Secrets();
      new SecretFinder(secrets).artifact(artifact);
      assert.equal(replacedBody(artifact, secrets, 'xml'), expected || artifact);
    });
  }
});

describe('the placeholders of a recording', () => {
  it('stand for a secret wherever it was found', () => {
    const secrets = new Secrets();
    const finder = new SecretFinder(secrets);
    finder.headers([['Authorization', `Basic ${base64('client:very-secret')}`]], 'client-secret');
    finder.body('{"access_token":"t-12345"}', 'application/json');
    finder.headers([['Authorization', 'Bearer t-12345']]);
    assert.equal(
      replacedBody('client_secret=very-secret', secrets, 'application/x-www-form-urlencoded'),
      'client_secret=recorded-client-secret-1',
    );
    assert.equal(replacedHeader('Authorization', 'Bearer t-12345', secrets), 'Bearer recorded-access-token-1');
  });

  it('know the spellings of a secret', () => {
    const secrets = new Secrets();
    secrets.add('a+b/c"d&e-long', 'secret');
    for (const text of [
      'a+b/c"d&e-long',
      encodeURIComponent('a+b/c"d&e-long'),
      'a+b/c\\"d&e-long',
      'a+b/c&quot;d&amp;e-long',
    ]) {
      assert.equal(secrets.replace(`<${text}>`), '<recorded-secret-1>');
    }
  });

  it('take the place of whole words only, when the secret is short', () => {
    const secrets = new Secrets();
    secrets.add('abc1', 'key');
    assert.equal(secrets.replace('abc1 xabc1 abc12 (abc1)'), 'recorded-key-1 xabc1 abc12 (recorded-key-1)');
  });

  it('are no secrets themselves', () => {
    const secrets = new Secrets();
    secrets.add('recorded-access-token-1', 'access-token');
    assert.deepEqual(secrets.values, []);
  });

  it('are made out where nothing feeds them', () => {
    const secrets = new Secrets();
    secrets.addBasic(base64('u:in-the-artifact'), 'password');
    secrets.add('fed-token-1', 'token');
    const split = (text: string) => secrets.split(text, '', (secret) => secret === 'fed-token-1');
    assert.deepEqual(split(base64('u:in-the-artifact')), [{ kind: 'unfed' }]);
    assert.deepEqual(split('x fed-token-1'), [
      { kind: 'kept', text: 'x ' },
      { kind: 'replaced', text: 'recorded-token-1' },
    ]);
    assert.deepEqual(split(base64('other:in-the-artifact')), [{ kind: 'unfed' }]);
  });

  for (const unit of [
    'eyJ-',
    'basic ',
    'a=',
    '<token>',
    '"a":"',
    '://a:',
    'bearer ',
    'name="a"\\n',
    '&code=',
    'AAAA',
    '\\"',
  ]) {
    it(`takes linear time for a hostile text of ${JSON.stringify(unit)}`, () => {
      const text = `token ${unit.repeat(Math.ceil(65_536 / unit.length))}`;
      const start = performance.now();
      const secrets = new Secrets();
      secrets.add('some-secret-or-other', 'secret');
      new SecretFinder(secrets).body(text, 'text/plain');
      replacedBody(text, secrets, 'text/plain');
      assert.ok(performance.now() - start < 1500, `${performance.now() - start} ms`);
    });
  }
});
