import assert from 'node:assert/strict';
import { type Prefixes, tryCompile } from './setting.js';

/** Expression, code, column, a part of the hint, prefixes. */
type Doubt = readonly [expression: string, code: string, column: number, hint?: RegExp, prefixes?: Prefixes];

const doubts: readonly Doubt[] = [
  ["concat('a', get-propery('b'))", 'xpath/unknown-function', 13, /Did you mean get-property\(/],
  ["fn:replace('a','b','c')", 'xpath/unknown-function', 1, /XPath 2\.0/],
  ["fn:concat('a','b')", 'xpath/unknown-function', 1, /declaration of the prefix fn/, { fn: 'urn:fn' }],
  ['fn:concatXXX()', 'xpath/unknown-function', 1],
  ["concat('a')", 'xpath/wrong-arguments', 1],
  ["//a[substring('a')]", 'xpath/wrong-arguments', 5],
  ['$ctx', 'xpath/unknown-variable', 1, /\$ctx:NAME/],
  ['$amount', 'xpath/unknown-variable', 1, /\$ctx:amount/],
  ['$ctx:a', 'xpath/unknown-variable', 1, /bound to a namespace/, { ctx: 'urn:ctx' }],
  ['//a/x:b', 'xpath/unbound-prefix', 5, /xmlns:x/],
  ['//x:*', 'xpath/unbound-prefix', 3, /xmlns:x/],
  ['//p:', 'xpath/empty-name', 3, undefined, { p: 'urn:p' }],
  ["get-property('x')'", 'xpath/ignored-text', 18, /Remove/],
];

describe('XPath: what loads and then fails is a warning', () => {
  for (const [expression, code, column, hint, prefixes] of doubts) {
    it(`${expression}: ${code}`, () => {
      const { expression: compiled, findings } = tryCompile(expression, prefixes);
      assert.ok(compiled);
      assert.deepEqual(
        findings.map((finding) => [finding.severity, finding.code, finding.column]),
        [['warning', code, column]],
      );
      if (hint !== undefined) assert.match(findings[0]!.hint ?? '', hint);
    });
  }

  for (const expression of [
    '$body/a',
    '$header',
    '$env//a',
    '$ctx:a',
    '$axis2:a',
    '$trp:a',
    '$url:a',
    '$func:a',
    '$var:a',
    '$operation:a',
    '$sys:a',
    '$map:entry',
    "syn:get-property('a')",
    "wso2:vault-lookup('a')",
    "hashicorp:vault-lookup('a','b')",
    'xml:lang',
    'url-encode()',
  ]) {
    it(`${expression}: nothing to say`, () => assert.deepEqual(tryCompile(expression).findings, []));
  }
});
