import assert from 'node:assert/strict';
import { Headers, JavaNumber } from '../../../engine/message/index.js';

describe('headers', () => {
  const build = () =>
    new Headers([
      ['Accept', 'a'],
      ['X-Id', '1'],
      ['x-id', '2'],
      ['X-Last', 'z'],
    ]);

  const cases: { name: string; change(headers: Headers): void; sent: [string, string][] }[] = [
    {
      name: 'further values of a repeated header follow the first one, in their own spelling',
      change: () => {},
      sent: [
        ['Accept', 'a'],
        ['X-Id', '1'],
        ['x-id', '2'],
        ['X-Last', 'z'],
      ],
    },
    {
      name: 'setting keeps the first spelling and place, and leaves further values',
      change: (headers) => headers.set('X-ID', '9'),
      sent: [
        ['Accept', 'a'],
        ['X-Id', '9'],
        ['x-id', '2'],
        ['X-Last', 'z'],
      ],
    },
    {
      name: 'deleting leaves the further values',
      change: (headers) => headers.delete('x-id'),
      sent: [
        ['Accept', 'a'],
        ['X-Last', 'z'],
        ['x-id', '2'],
      ],
    },
    {
      name: 'removing takes every value',
      change: (headers) => headers.remove('X-ID'),
      sent: [
        ['Accept', 'a'],
        ['X-Last', 'z'],
      ],
    },
    { name: 'clearing leaves the further values', change: (headers) => headers.clear(), sent: [['x-id', '2']] },
    {
      name: 'a typed value is kept but not sent',
      change: (headers) => headers.set('Accept', new JavaNumber('int', 5)),
      sent: [
        ['X-Id', '1'],
        ['x-id', '2'],
        ['X-Last', 'z'],
      ],
    },
  ];
  for (const { name, change, sent } of cases) {
    it(name, () => {
      const headers = build();
      change(headers);
      assert.deepEqual(headers.entries(), sent);
    });
  }

  it('finds names in any case', () => {
    const headers = build();
    assert.deepEqual([headers.get('ACCEPT'), headers.has('x-last'), headers.getAll('x-ID')], ['a', true, ['1', '2']]);
  });

  it('tells a typed value from a text', () => {
    const headers = build();
    headers.set('X-N', new JavaNumber('int', 5));
    assert.equal(headers.get('X-N'), undefined);
    assert.equal(String(headers.value('x-n')), '5');
  });

  it('is absent after clearing until something is set', () => {
    const headers = build();
    headers.clear();
    assert.equal(headers.present, false);
    headers.set('A', '1');
    assert.equal(headers.present, true);
  });

  it('copies the map and shares the further values', () => {
    const headers = build();
    const copy = headers.copy();
    copy.set('Accept', 'b');
    assert.equal(headers.get('Accept'), 'a');
    assert.deepEqual(copy.getAll('X-Id'), ['1', '2']);
  });

  it('reads the flat list of Node', () => {
    assert.deepEqual(Headers.fromRaw(['A', '1', 'B', '2', 'a', '3']).entries(), [
      ['A', '1'],
      ['a', '3'],
      ['B', '2'],
    ]);
  });
});
