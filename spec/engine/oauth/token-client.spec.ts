import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { TransportError, type TransportErrorKind } from '../../../engine/endpoints/index.js';
import type { Outbound, OutboundRequest } from '../../../engine/message/index.js';
import { requestToken, TokenError } from '../../../engine/oauth/token-client.js';

const grant = {
  tokenUrl: 'https://idp.example/token',
  form: 'grant_type=client_credentials',
  headers: [['Authorization', 'Basic c2VjcmV0']] as const,
  key: 'k',
};
const limits = { connect: 1_000, socket: 2_000 };

interface Answer {
  readonly status?: number;
  readonly reason?: string;
  readonly body?: string | Readable;
  readonly type?: string;
}

function answering(
  { status = 200, reason = '', body = '', type = 'application/json' }: Answer,
  asked: OutboundRequest[] = [],
): Outbound {
  return {
    send: async (request) => {
      asked.push(request);
      return {
        status,
        reason,
        headers: [['Content-Type', type]],
        body: typeof body === 'string' ? Buffer.from(body) : body,
      };
    },
    close: async () => {},
  };
}

describe('a token request', () => {
  it('posts the form as it stands, within its limits', async () => {
    const asked: OutboundRequest[] = [];
    await requestToken(answering({ body: '{"access_token":"t"}' }, asked), grant, limits);
    const { method, url, headers, body, connectTimeout, idleTimeout, totalTimeout } = asked[0]!;
    assert.deepEqual([method, url, String(body)], ['POST', grant.tokenUrl, grant.form]);
    assert.deepEqual(headers, grant.headers);
    assert.deepEqual([connectTimeout, idleTimeout, totalTimeout], [1_000, 2_000, 3_000]);
  });

  for (const [what, body, expected] of [
    ['a token with its life', '{"access_token":"t","expires_in":60}', { value: 't', expiresIn: 60 }],
    ['a life that is written as text', '{"access_token":"t","expires_in":"60"}', { value: 't', expiresIn: 60 }],
    ['a life of zero, which says nothing', '{"access_token":"t","expires_in":0}', { value: 't', expiresIn: undefined }],
    ['a life that is no number', '{"access_token":"t","expires_in":"soon"}', { value: 't', expiresIn: undefined }],
    ['a token without its life', '{"access_token":"t"}', { value: 't', expiresIn: undefined }],
    [
      'a token that is a number',
      '{"access_token":17169973925117969}',
      { value: '17169973925117969', expiresIn: undefined },
    ],
  ] as const) {
    it(`reads ${what}`, async () => assert.deepEqual(await requestToken(answering({ body }), grant, limits), expected));
  }

  it('reads an answer that comes as a stream', async () => {
    const body = Readable.from([Buffer.from('{"access_'), Buffer.from('token":"t"}')]);
    assert.equal((await requestToken(answering({ body }), grant, limits)).value, 't');
  });

  for (const [what, answer, message, unforeseen] of [
    [
      'an error status',
      { status: 400, reason: 'Bad Request', body: '{"error":"invalid_client"}' },
      'Error while accessing the Token URL. HTTP/1.1 400 Bad Request',
      false,
    ],
    [
      'a status without its phrase',
      { status: 503 },
      'Error while accessing the Token URL. HTTP/1.1 503 Service Unavailable',
      false,
    ],
    [
      '201',
      { status: 201, reason: 'Created', body: '{"access_token":"t"}' },
      'Error while accessing the Token URL. HTTP/1.1 201 Created',
      false,
    ],
    ['a redirect', { status: 302, reason: 'Found' }, 'Error while accessing the Token URL. HTTP/1.1 302 Found', false],
    [
      'no access_token',
      { body: '{"token":"x"}' },
      'Missing key [access_token] in the response from the OAuth server',
      false,
    ],
    [
      'an empty access_token',
      { body: '{"access_token":""}' },
      'Missing key [access_token] in the response from the OAuth server',
      false,
    ],
    [
      'an access_token of null',
      { body: '{"access_token":null}' },
      'Missing key [access_token] in the response from the OAuth server',
      false,
    ],
    ['an array', { body: '[1]' }, 'The answer of the OAuth server is no JSON object', true],
    ['no JSON', { body: '<html>sorry' }, 'The answer of the OAuth server is no JSON object', true],
    ['nothing', { body: '' }, 'The answer of the OAuth server is no JSON object', true],
    [
      'too much',
      { body: `{"access_token":"${'t'.repeat(1024 * 1024)}"}` },
      'The answer of the OAuth server is too large',
      false,
    ],
  ] as const satisfies readonly (readonly [string, Answer, string, boolean])[]) {
    it(`fails for ${what}`, async () => {
      const error = await failure(requestToken(answering(answer), grant, limits));
      assert.deepEqual([error.message, error.unforeseen], [message, unforeseen]);
    });
  }

  it('fails for an answer that is too large, also as a stream', async () => {
    const body = Readable.from([Buffer.alloc(1024 * 1024), Buffer.alloc(1)]);
    assert.match((await failure(requestToken(answering({ body }), grant, limits))).message, /too large/);
  });

  for (const [kind, message] of [
    ['refused', 'Unable to connect to the OAuth token endpoint.'],
    ['unknown-host', 'Unable to resolve the hostname for the OAuth token endpoint connection.'],
    ['timeout', 'Socket timeout: OAuth token endpoint did not respond within the expected time frame.'],
    ['connect-timeout', 'Connection timeout: Failed to establish a connection to the OAuth token endpoint.'],
    ['tls', 'SSL handshake failed while connecting to the OAuth token endpoint.'],
    ['reset', 'Error generating token'],
    ['closed', 'Error generating token'],
  ] as const satisfies readonly (readonly [TransportErrorKind, string])[]) {
    it(`says what happened when the connection fails: ${kind}`, async () => {
      const outbound: Outbound = {
        send: () => Promise.reject(new TransportError(kind, 0, 'secret')),
        close: async () => {},
      };
      assert.equal((await failure(requestToken(outbound, grant, limits))).message, message);
    });
  }

  for (const [tokenUrl, message] of [
    ['not a url', 'OAuth token URL is invalid'],
    ['', 'OAuth token URL is invalid'],
    ['ftp://idp.example/token', 'Unsupported protocol used for the OAuth token endpoint.'],
  ] as const) {
    it(`does not ask ${JSON.stringify(tokenUrl)}`, async () => {
      const asked: OutboundRequest[] = [];
      const error = await failure(requestToken(answering({}, asked), { ...grant, tokenUrl }, limits));
      assert.deepEqual([error.message, asked.length], [message, 0]);
    });
  }
});

async function failure(promise: Promise<unknown>): Promise<TokenError> {
  try {
    await promise;
  } catch (thrown) {
    assert.ok(thrown instanceof TokenError, String(thrown));
    return thrown;
  }
  throw new Error('the request did not fail');
}
