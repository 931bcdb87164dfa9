import assert from 'node:assert/strict';
import { headerMismatches } from '../../../engine/replay/match-headers.js';
import type { JwtMatcher } from '../../../engine/replay/match-jwt.js';

const context = { captured: new Map<string, unknown>() };

function jwt(encoding: 'base64' | 'base64url', header: object, claims: object, signature = 's_-'): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString(encoding).replace(/=+$/, '');
  return `${encode(header)}.${encode(claims)}.${signature}`;
}

const token = jwt('base64url', { alg: 'RS256', typ: 'JWT' }, { iss: 'a', exp: 12 });

const cases: readonly [name: string, expected: JwtMatcher, actual: string | undefined, problem: RegExp | undefined][] =
  [
    [
      'parts that hold what is expected',
      { header: { alg: 'RS256' }, claims: { iss: 'a', exp: { $range: [10, 20] } } },
      token,
      undefined,
    ],
    ['another header', { header: { alg: 'none' } }, token, /header\.alg: expected "none", got "RS256"/],
    ['another claim', { claims: { iss: 'b' } }, token, /claims\.iss: expected "b", got "a"/],
    ['a claim that must not be there', { absentClaims: ['exp'] }, token, /expected no claim exp/],
    ['base64url where base64 is expected', { encoding: 'base64' }, token, /expected base64, got a "_"/],
    [
      'base64',
      { encoding: 'base64', claims: { a: 'ÿÿ?>' } },
      jwt('base64', { alg: 'none' }, { a: 'ÿÿ?>' }, ''),
      undefined,
    ],
    ['base64 where nothing is said', {}, jwt('base64', { alg: 'none' }, { a: 'ÿÿ?>' }, ''), undefined],
    [
      'base64 where base64url is expected',
      { encoding: 'base64url' },
      jwt('base64', {}, { a: 'ÿÿ?>' }, ''),
      /base64url, got/,
    ],
    ['two parts', {}, 'a.b', /three parts/],
    ['no header', {}, undefined, /three parts/],
    ['parts that are no JSON', {}, 'YQ.YQ.', /no JSON/],
  ];

describe('a JWT in a header', () => {
  for (const [name, expected, actual, problem] of cases) {
    it(name, () => {
      const headers = actual === undefined ? [] : ([['X-JWT-Assertion', actual]] as const);
      const found = headerMismatches({ 'x-jwt-assertion': { jwt: expected as never } }, headers, context);
      if (problem === undefined) assert.deepEqual(found, []);
      else assert.match(found[0]?.message ?? '', problem);
    });
  }
});
