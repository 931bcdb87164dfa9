import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Fault, Report } from '../../../../engine/errors/index.js';
import { compileUriTemplate } from '../../../../engine/expressions/uri-template/index.js';
import { isJavaUri } from '../../../../engine/expressions/uri-template/java-uri.js';
import { JavaNumber, type Value } from '../../../../engine/message/index.js';
import { testMessage } from '../messages.js';

interface Observed {
  readonly source: string;
  readonly templates: readonly {
    readonly template: string;
    readonly variables: Readonly<Record<string, string>>;
    readonly address?: string;
    readonly fault?: string;
    readonly invalid?: true;
  }[];
  readonly uris: readonly { readonly uri: string; readonly valid: boolean }[];
}

const file = join(process.cwd(), 'spec', 'engine', 'expressions', 'uri-template', 'handy-uri.json');
const observed = JSON.parse(readFileSync(file, 'utf8')) as Observed;
const place = { file: 'test.xml', line: 3, column: 10 };

function expand(template: string, properties: Record<string, Value>, extra?: ReadonlyMap<string, string>): string {
  const report = new Report();
  const compiled = compileUriTemplate(template, place, report);
  assert.ok(compiled, report.findings.map(({ message }) => message).join());
  return compiled.expand(testMessage({ properties }).message, extra);
}

describe(`URI templates as observed: ${observed.source}`, () => {
  for (const { template, variables, address, fault, invalid } of observed.templates) {
    it(`${template} with ${JSON.stringify(variables)}`, () => {
      if (invalid) {
        const report = new Report();
        assert.equal(compileUriTemplate(template, place, report), undefined);
        assert.equal(report.findings[0]?.code, 'expression/uri-template-syntax');
      } else if (fault !== undefined) {
        // Our words for a bad name differ from the library's.
        const same = (error: unknown) =>
          error instanceof Fault && error.message.toLowerCase().slice(0, 20) === fault.toLowerCase().slice(0, 20);
        assert.throws(() => expand(template, variables), same);
      } else {
        assert.equal(expand(template, variables), address);
      }
    });
  }

  for (const { uri, valid } of observed.uris) {
    it(`${JSON.stringify(uri)} is ${valid ? 'a' : 'no'} URI`, () => assert.equal(isJavaUri(uri), valid));
  }
});

describe('compileUriTemplate', () => {
  it('takes a property of any type by its text', () => {
    assert.equal(expand('http://h/{uri.var.n}', { 'uri.var.n': new JavaNumber('int', 42) }), 'http://h/42');
  });

  it('lets a property of the endpoint win', () => {
    const extra = new Map([['uri.var.id', 'endpoint']]);
    assert.equal(expand('http://h/{uri.var.id}', { 'uri.var.id': 'message' }, extra), 'http://h/endpoint');
  });

  it('passes over properties with other names', () => {
    const extra = new Map([['plain', 'x']]);
    assert.equal(expand('http://h/{plain}', { other: '1' }, extra), 'http://h/{plain}');
  });

  it('passes over a property that is null', () => {
    assert.equal(expand('http://h/{uri.var.a}', { 'uri.var.a': null }), 'http://h/{uri.var.a}');
  });

  for (const [template, column] of [
    ['http://h/{a-b}', 20],
    ['http://h/{a,b c}', 22],
    ['http://h/{a', 19],
    ['http://h/a}', 20],
    ['http://h/{a:x}', 22],
    ['legacy-encoding:http://h/{a', 35],
  ] as const) {
    it(`finds the error of ${template} at column ${column}`, () => {
      const report = new Report();
      assert.equal(compileUriTemplate(template, place, report), undefined);
      assert.equal(report.findings[0]?.column, column);
      assert.equal(report.findings[0]?.line, 3);
    });
  }

  it('names its place in a fault', () => {
    assert.throws(
      () => expand('http://h/{+uri.var.a}', { 'uri.var.a': '$x' }),
      (error) => error instanceof Fault && error.place?.line === 3,
    );
  });

  it('never throws at load, and expands to a URI or to the template', () => {
    const part = fc.constantFrom('{', '}', '+', 'uri.var.a', ',', ':3', '*', '/', 'http://h/', '?', '$', '%', ' ');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), fc.string(), (parts, value) => {
        const report = new Report();
        const compiled = compileUriTemplate(parts.join(''), place, report);
        assert.equal(compiled === undefined, report.failed);
        if (!compiled || compiled.text === '') return;
        try {
          compiled.expand(testMessage({ properties: { 'uri.var.a': value } }).message);
        } catch (error) {
          assert.ok(error instanceof Fault);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
