import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Fault } from '../../../../engine/errors/index.js';
import { messageFor, order, tryCompile } from './setting.js';

/** Real artifacts beside the project; where there are none, these expressions alone are mutated. */
const corpus = join(process.cwd(), '..', 'shared', 'corpus');

const seeds: readonly string[] = [
  "fn:concat('Album - ', get-property('album'))",
  '//m0:return[not(preceding-sibling::m0:return/m0:last <= m0:last) and not(following-sibling::m0:return)]',
  's11:Body/child::*[fn:position()=1] | s12:Body/child::*[fn:position()=1]',
  "string-length(normalize-space(get-property('THREAT_CODE'))) > 0",
  '$ctx:filterLength > $ctx:billCount and boolean($trp:Accept) = false()',
  "get-property('registry','conf:/cache@cache_test')",
];

/** Attributes that hold expressions. */
const attributes =
  /\b(?:expression|xpath|source|correlateOn|condition|attachPath|collection)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function corpusExpressions(): string[] {
  if (!existsSync(corpus)) return [];
  const found = new Set<string>();
  for (const folder of readdirSync(corpus, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    for (const file of readdirSync(join(corpus, folder.name))) {
      const text = readFileSync(join(corpus, folder.name, file), 'utf8');
      for (const [, double, single] of text.matchAll(attributes)) found.add(withoutEntities(double ?? single ?? ''));
    }
  }
  return [...found];
}

function withoutEntities(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => {
    return { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }[name] ?? '';
  });
}

/** Compiles, and when that succeeds runs in every way: only findings and faults may come out. */
function exercise(expression: string, message: ReturnType<typeof messageFor>): void {
  const { expression: compiled, findings } = tryCompile(expression, { m0: 'urn:m0' });
  if (compiled === undefined) {
    assert.equal(findings.length, 1);
    assert.ok(findings[0]!.column <= expression.length + 1);
    return;
  }
  assert.ok(findings.every((finding) => finding.severity === 'warning'));
  for (const use of [compiled.string, compiled.boolean, compiled.value, compiled.nodes] as const) {
    try {
      use.call(compiled, message);
    } catch (error) {
      assert.ok(error instanceof Fault, `${expression}: ${error}`);
    }
  }
}

// biome-ignore format: one list, not one line each
const pieces = fc.constantFrom(
  'a', 'm0:b', 'x:y', '*', '/', '//', '.', '..', '@', '::', ':', '(', ')', '[', ']', ',', '|', '+', '-', '=', '!=', '<',
  '>=', '1', '.5', "'s'", '"t"', "'", '$', '$ctx:p', '$body', 'text()', 'node()', 'child', 'ancestor', 'self', 'and', 'or',
  'div', 'mod', 'concat', 'count', 'evaluate', 'position()', 'last()', 'get-property', ' ', '\n', '!', '{', '\u00e9', '😀',
);

describe('XPath: never throws', () => {
  const message = messageFor({ body: order, properties: { p: 'v' } });

  it('on random signs and words', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => exercise(parts.join(''), message)),
      { numRuns: 4000, seed: 7 },
    );
  });

  it('on random text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => exercise(text, message)),
      { numRuns: 800, seed: 7 },
    );
  });

  it('on real expressions with a piece cut out or put in', () => {
    const expressions = [...seeds, ...corpusExpressions()];
    const mutation = fc.tuple(fc.constantFrom(...expressions), fc.nat(200), fc.nat(6), pieces);
    fc.assert(
      fc.property(mutation, ([expression, at, length, piece]) => {
        const start = at % (expression.length + 1);
        exercise(expression.slice(0, start) + expression.slice(start + length), message);
        exercise(expression.slice(0, start) + piece + expression.slice(start), message);
      }),
      { numRuns: 4000, seed: 7 },
    );
  });
});
