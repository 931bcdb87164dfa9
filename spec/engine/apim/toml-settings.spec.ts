import assert from 'node:assert/strict';
import { parse } from 'smol-toml';
import { TomlSettings } from '../../../engine/apim/toml-settings.js';

const settings = new TomlSettings(
  parse(`
blank = " "
text = " a "
on = "TRUE"
off = false
number = 12
digits = " 12 "
half = 1.5
list = ["a ", "", "b"]
commas = "a, ,b"
empty = ""

[table]
inner = 1

[[tables]]
name = "x"
[[tables]]
name = "y"
`),
);

describe('settings of deployment.toml', () => {
  const values: readonly [name: string, read: () => unknown, value: unknown][] = [
    ['a text is trimmed', () => settings.text('text'), 'a'],
    ['a blank text is none', () => settings.text('blank'), undefined],
    ['a whole text is as it stands', () => settings.wholeText('blank'), ' '],
    ['an empty whole text is there', () => settings.wholeText('empty'), ''],
    ['a switch', () => settings.flag('off'), false],
    ['a switch as text, in any case', () => settings.flag('on'), true],
    ['a number', () => settings.number('number'), 12],
    ['a number as text', () => settings.number('digits'), 12],
    ['a list without blank texts', () => settings.texts('list'), ['a', 'b']],
    ['a text with commas is a list', () => settings.texts('commas'), ['a', 'b']],
    ['an absent list is empty', () => settings.texts('nothing'), []],
    ['an absent list can be told', () => settings.listed('nothing'), undefined],
    ['an absent table is empty', () => settings.section('nothing').number('inner'), undefined],
    ['a table', () => settings.section('table').number('inner'), 1],
    ['tables', () => settings.sections('tables').map((table) => table.text('name')), ['x', 'y']],
    ['a single table is a list of one', () => settings.sections('table').length, 1],
    ['names of objects are no settings', () => settings.text('constructor'), undefined],
  ];
  for (const [name, read, value] of values) it(name, () => assert.deepEqual(read(), value));

  const unusable: readonly [read: () => unknown, reason: string][] = [
    [() => settings.text('number'), 'deployment.toml: number must be a text.'],
    [() => settings.flag('text'), 'deployment.toml: text must be true or false.'],
    [() => settings.number('half'), 'deployment.toml: half must be a whole number.'],
    [() => settings.number('blank'), 'deployment.toml: blank must be a whole number.'],
    [() => settings.section('text'), 'deployment.toml: text must be a table.'],
    [() => settings.section('table').flag('inner'), 'deployment.toml: inner of table must be true or false.'],
    [
      () => settings.sections('tables')[1]!.number('name'),
      'deployment.toml: name of tables no. 2 must be a whole number.',
    ],
  ];
  for (const [read, reason] of unusable) it(`says ${reason}`, () => assert.throws(read, { message: reason }));
});
