import assert from 'node:assert/strict';
import { toTransportError } from '../../../engine/endpoints/map-error.js';
import { protocolStates, TransportError } from '../../../engine/endpoints/transport-error.js';

const { requestReady, requestBody, requestDone } = protocolStates;

describe('toTransportError', () => {
  for (const [code, state, kind, expected] of [
    ['ECONNREFUSED', requestReady, 'refused', 0],
    ['EHOSTUNREACH', requestReady, 'refused', 0],
    ['ENETUNREACH', requestReady, 'refused', 0],
    ['ENOTFOUND', requestReady, 'unknown-host', 0],
    ['EAI_AGAIN', requestReady, 'unknown-host', 0],
    ['UND_ERR_CONNECT_TIMEOUT', requestReady, 'connect-timeout', 0],
    ['ETIMEDOUT', requestReady, 'connect-timeout', 0],
    ['ETIMEDOUT', requestDone, 'timeout', 3],
    ['UND_ERR_HEADERS_TIMEOUT', requestDone, 'timeout', 3],
    ['ECONNRESET', requestReady, 'tls', 0],
    ['ECONNRESET', requestBody, 'reset', 2],
    ['EPIPE', requestBody, 'reset', 2],
    ['UND_ERR_SOCKET', requestDone, 'closed', 3],
    ['HPE_INVALID_CONSTANT', requestDone, 'protocol', 3],
    ['UND_ERR_HEADERS_OVERFLOW', requestDone, 'protocol', 3],
    ['ERR_TLS_CERT_ALTNAME_INVALID', requestReady, 'tls', 0],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', requestReady, 'tls', 0],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', requestReady, 'tls', 0],
    ['CERT_HAS_EXPIRED', requestReady, 'tls', 0],
    ['ERR_SSL_WRONG_VERSION_NUMBER', requestReady, 'tls', 0],
    ['UND_ERR_DESTROYED', requestReady, 'aborted', 0],
    ['ESOMETHING', requestReady, 'refused', 0],
    ['ESOMETHING', requestDone, 'reset', 3],
  ] as const) {
    it(`${code} in state ${state} is ${kind}`, () => {
      const error = toTransportError(Object.assign(new Error('secret.example said so'), { code }), state);
      assert.deepEqual([error.kind, error.state], [kind, expected]);
      assert.ok(!error.message.includes('secret'), error.message);
      assert.equal(error.limit, kind === 'timeout' ? 'socket' : undefined);
    });
  }

  it('passes a transport error on', () => {
    const error = new TransportError('aborted', 0, 'x');
    assert.equal(toTransportError(error, 3), error);
  });
});
