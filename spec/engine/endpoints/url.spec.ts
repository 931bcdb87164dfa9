import assert from 'node:assert/strict';
import { appendPostfix, isHttpUrl, withoutUserInfo } from '../../../engine/endpoints/url.js';

describe('addresses', () => {
  for (const [address, postfix, strict, loose] of [
    ['http://b/base', 'x', 'http://b/base/x', 'http://b/base/x'],
    ['http://b/base', '/x', 'http://b/base/x', 'http://b/base/x'],
    ['http://b/base', '?x=1', 'http://b/base?x=1', 'http://b/base?x=1'],
    ['http://b/base/', 'x', 'http://b/base/x', 'http://b/base/x'],
    ['http://b/base/', '/x', 'http://b/base/x', 'http://b/base//x'],
    ['http://b/base/', '?x=1', 'http://b/base?x=1', 'http://b/base/?x=1'],
    ['http://b/base?k=1', '/x', 'http://b/base?k=1/x', 'http://b/base?k=1/x'],
    ['http://b/base?k=1', 'x', 'http://b/base?k=1/x', 'http://b/base?k=1/x'],
  ] as const) {
    it(`${address} and ${postfix}`, () => {
      assert.equal(appendPostfix(address, postfix, false), strict);
      assert.equal(appendPostfix(address, postfix, true), loose);
    });
  }

  it('of http and https are told from others', () => {
    assert.deepEqual(['http://x', 'HTTPS://x/y', 'jms:/q', '/path', 'http://', 'http:///x', ''].map(isHttpUrl), [
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('are shown without user name and password', () => {
    assert.equal(withoutUserInfo('https://u:p@host/x?y=a@b'), 'https://host/x?y=a@b');
    assert.equal(withoutUserInfo('http://host/a@b'), 'http://host/a@b');
  });
});
