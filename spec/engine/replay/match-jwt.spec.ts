import assert from 'node:assert/strict';
import type { Json } from '../../../engine/replay/fixture.js';
import { jwtDifference } from '../../../engine/replay/match-jwt.js';

/** Its parts hold `+` or `/` in standard base64, `-` or `_` in the other. */
function jwt(encoding: BufferEncoding): string {
  const parts = [{ alg: 'none' }, { name: '~~~???~~~' }];
  return `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString(encoding).replaceAll('=', '')).join('.')}.`;
}

describe('what a header must hold as a JWT', () => {
  const table: readonly [Json, BufferEncoding, boolean][] = [
    [{ encoding: 'base64' }, 'base64', true],
    [{ encoding: 'base64' }, 'base64url', false],
    [{ encoding: 'base64url' }, 'base64url', true],
    [{ encoding: 'base64url' }, 'base64', false],
    [{}, 'base64', true],
    [{}, 'base64url', true],
    [{ claims: { name: '~~~???~~~' }, header: { alg: 'none' } }, 'base64', true],
    [{ claims: { name: 'other' } }, 'base64', false],
    [{ absentClaims: ['name'] }, 'base64url', false],
  ];
  for (const [expected, encoding, fits] of table) {
    it(`${JSON.stringify(expected)}: ${encoding} ${fits ? 'fits' : 'does not'}`, () => {
      const difference = jwtDifference(expected, jwt(encoding), { captured: new Map() });
      assert.equal(difference === undefined, fits, difference);
    });
  }
});
