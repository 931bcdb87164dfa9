import assert from 'node:assert/strict';
import { SystemProperties } from '../../../engine/deploy/system-properties.js';
import { Fault } from '../../../engine/errors/index.js';

describe('system properties', () => {
  it('are those of the configuration until a flow sets them', () => {
    const properties = new SystemProperties(new Map([['a', '1']]));
    assert.deepEqual([properties.get('a'), properties.get('b')], ['1', undefined]);
    properties.set('a', '2');
    properties.set('b', '3');
    assert.deepEqual([properties.get('a'), properties.get('b')], ['2', '3']);
  });

  it('cannot be set without end', () => {
    const properties = new SystemProperties();
    for (let at = 0; at < 10_000; at++) properties.set(`p${at}`, '');
    assert.throws(() => properties.set('one more', ''), Fault);
    properties.set('p0', 'again');
    assert.equal(properties.get('p0'), 'again');
  });
});
