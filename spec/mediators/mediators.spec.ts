import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type CompileOptions, compileArtifacts } from '../../engine/compile/index.js';
import { Report } from '../../engine/errors/index.js';
import { compileOptions, replay } from '../../engine/index.js';
import { describeCase, type FixtureCase } from '../../engine/replay/index.js';
import { parseArtifact } from '../../engine/xml/index.js';
import { classFunctions } from './class-functions.js';
import { declaredNames, usedNames } from './names.js';

const folder = join(process.cwd(), 'spec', 'mediators');
const compile: CompileOptions = { ...compileOptions, classes: classFunctions };
const declarations = [...new Set(compileOptions.mediators.values())];
const paths = readdirSync(folder)
  .filter((name) => name.endsWith('.cases.json'))
  .map((name) => join(folder, name));
const result = await replay({ compile, paths });

describe('cases of the mediators', () => {
  it('are all readable', () => {
    assert.deepEqual(result.problems, []);
  });

  for (const path of paths) {
    describe(basename(path, '.cases.json'), () => {
      for (const played of result.cases.filter(({ file }) => file === path)) {
        it(played.name, () => {
          assert.equal(played.status, 'passed', describeCase(played));
        });
      }
    });
  }

  it('belong to a mediator each', () => {
    const elements = new Set(compileOptions.mediators.keys());
    assert.deepEqual(
      paths.map((path) => basename(path, '.cases.json')).filter((name) => !elements.has(name)),
      [],
    );
  });
});

describe('what the cases of the mediators use', () => {
  const artifacts = paths.flatMap((path) => {
    const cases = JSON.parse(readFileSync(path, 'utf8')) as FixtureCase[];
    return cases.flatMap((each) => each.artifacts ?? []).filter((artifact) => artifact.startsWith('<'));
  });
  const used = usedNames(artifacts, compileOptions.mediators);
  const uncovered = declarations
    .flatMap((each) => declaredNames(each, each.element))
    .filter((name) => !used.has(name))
    .sort();
  const known = JSON.parse(readFileSync(join(folder, 'uncovered.json'), 'utf8')) as string[];

  it('is every declared attribute, child and value, but for those that are listed', () => {
    const missing = uncovered.filter((name) => !known.includes(name));
    assert.ok(missing.length === 0, `write cases, uncovered.json takes no new names:\n${missing.join('\n')}`);
  });

  it('is nothing that is listed as not used', () => {
    const stale = known.filter((name) => !uncovered.includes(name));
    assert.ok(stale.length === 0, `used, or no longer declared; strike them off uncovered.json:\n${stale.join('\n')}`);
  });
});

describe('examples of the mediators', () => {
  for (const { element, example } of declarations) {
    it(`${element} compiles without errors`, () => {
      assert.ok(example, 'the declaration has no example');
      const report = new Report();
      const sequence = `<sequence xmlns="http://ws.apache.org/ns/synapse" name="example">${example}</sequence>`;
      const root = parseArtifact(sequence, element, report);
      const compiled = root ? compileArtifacts(root, compile) : [];
      const findings = [...report.findings, ...compiled.flatMap((each) => each.findings)];
      assert.deepEqual(
        findings.filter(({ severity }) => severity === 'error'),
        [],
      );
    });
  }
});
