import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Fault } from '../../../engine/errors/index.js';
import { compileDynamic, compileExpression, compileTextTemplate } from '../../../engine/expressions/index.js';
import { testContext, testMessage } from './messages.js';

/** Real artifacts; the specs run without them, too. */
const corpus = join(process.cwd(), '..', 'shared', 'corpus');

/** Pieces that expressions are made of, so that random texts get past the first token. */
const pieces = [
  'payload',
  '$',
  'vars.a',
  'vars["a"]',
  'headers.X',
  "headers['X-Y']",
  'props.synapse.p',
  'params.queryParams.q',
  'configs.c',
  '.a',
  '..b',
  '.*',
  '[0]',
  '[*]',
  '[1:2]',
  '[?(@.a == ',
  '@.a',
  ')]',
  ']',
  '(',
  ')',
  '"text"',
  "'t'",
  '1',
  '-2.5',
  '3000000000',
  'true',
  'null',
  ' + ',
  ' - ',
  ' * ',
  ' / ',
  ' % ',
  ' == ',
  ' < ',
  ' and ',
  ' or ',
  '&&',
  '||',
  ' ? ',
  ' : ',
  ',',
  'length(',
  'split(',
  'xpath(',
  'exists(',
  'formatDateTime(',
  'object(',
  '.length()',
  '\\',
  '"',
  "'",
  '=',
  '#',
  '{',
  '}',
  '\u{1f600}',
  '\n',
];

const message = () =>
  testMessage({
    json: '{"a":[1,{"a":"x"}],"b":{"a":2.50},"c":null}',
    headers: { X: '1' },
    properties: { p: '007' },
    variables: { a: '{"a":[1,2]}' },
  }).message;

/** Compiles in every way; a result is evaluated, where only a Fault may come out. */
function tryAll(text: string): void {
  const context = testContext();
  const failures = () => context.report.findings.filter(({ severity }) => severity === 'error').length;
  for (const compile of [compileExpression, compileDynamic, compileTextTemplate]) {
    const before = failures();
    const compiled = compile(text, context);
    assert.equal(compiled === undefined, failures() > before, `${compile.name} of ${text}`);
    try {
      compiled?.string(message());
    } catch (error) {
      assert.ok(error instanceof Fault, `${text}: ${String(error)}`);
    }
  }
}

/** The attributes of artifacts that look like expressions or dynamic values. */
function* realTexts(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* realTexts(path);
    else if (entry.name.endsWith('.xml')) yield* textsOf(readFileSync(path, 'utf8'));
  }
}

function* textsOf(artifact: string): Generator<string> {
  for (const [, value = ''] of artifact.matchAll(/(?:expression|xpath|source|key|value)="([^"]*)"/g)) {
    yield value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  }
}

describe('the front end on any text', () => {
  it('compiles or reports random text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), tryAll), { numRuns: 500 });
  });

  it('compiles or reports random Synapse expressions', () => {
    const expression = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((list) => `\${${list.join('')}}`);
    fc.assert(fc.property(expression, tryAll), { numRuns: 3000 });
  });

  it('compiles or reports deep nesting', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['[', ']'],
      ['length(', ')'],
      ['payload[', ']'],
      ['1 ? ', ' : 2'],
      ['not(', ')'],
    ]) {
      tryAll(`\${${open!.repeat(5000)}1${close!.repeat(5000)}}`);
    }
  });

  it('compiles or reports real expressions and what becomes of them by small mistakes', function () {
    if (!existsSync(corpus)) this.skip();
    const texts = [...new Set(realTexts(corpus))];
    for (const text of texts) tryAll(text);
    const mutated = fc
      .tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(2), fc.constantFrom(...pieces))
      .map(([text, at, cut, piece]) => {
        const place = text.length === 0 ? 0 : at % text.length;
        return text.slice(0, place) + piece + text.slice(place + cut);
      });
    fc.assert(fc.property(mutated, tryAll), { numRuns: 3000 });
  }).timeout(60_000);
});
