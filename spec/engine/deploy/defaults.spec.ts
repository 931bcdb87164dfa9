import assert from 'node:assert/strict';
import { loadDeployment } from '../../../engine/deploy/index.js';
import { compileOptions } from '../../../engine/index.js';

function sequence(name: string, file: string) {
  return { file, content: `<sequence xmlns="http://ws.apache.org/ns/synapse" name="${name}"><drop/></sequence>` };
}

describe('artifacts that are there unless others define their names', () => {
  const defaults = [sequence('main', 'given/main.xml'), sequence('extra', 'given/extra.xml')];
  const fileOf = (artifacts: readonly ReturnType<typeof sequence>[], name: string): string | undefined => {
    const { snapshot, findings } = loadDeployment({ compile: compileOptions, defaults, artifacts });
    assert.deepEqual(findings, []);
    return snapshot.artifacts.sequence(name)?.place.file;
  };

  it('stand in the place of the standard sequences, and leave the others', () => {
    assert.equal(fileOf([], 'main'), 'given/main.xml');
    assert.equal(fileOf([], 'extra'), 'given/extra.xml');
    assert.equal(fileOf([], 'fault'), 'standard/fault.xml');
  });

  it('give way to artifacts without a finding', () => {
    const own = [sequence('main', 'own.xml'), sequence('fault', 'own-fault.xml')];
    assert.equal(fileOf(own, 'main'), 'own.xml');
    assert.equal(fileOf(own, 'fault'), 'own-fault.xml');
    assert.equal(fileOf(own, 'extra'), 'given/extra.xml');
  });
});
