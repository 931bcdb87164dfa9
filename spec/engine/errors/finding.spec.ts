import assert from 'node:assert/strict';
import {
  describeFinding,
  Fault,
  type Finding,
  finding,
  findingsPage,
  formatPlace,
  nearestName,
  Report,
  toFault,
} from '../../../engine/errors/index.js';

const place = { file: 'a.xml', line: 3, column: 7 };

describe('a finding', () => {
  it('is plain data made from the table', () => {
    assert.deepEqual(finding('grammar/missing-attribute', place, { name: 'key' }), {
      ...place,
      severity: 'error',
      code: 'grammar/missing-attribute',
      message: 'The attribute key is required.',
    });
  });

  it('takes the advice of the table, with its names filled in', () => {
    const { hint } = finding('endpoint/not-a-variable', place, { expression: '{id}', name: 'id' });
    assert.equal(hint, 'Fill the placeholder in, or name the property uri.var.id.');
  });

  it('takes other advice instead', () => {
    assert.equal(finding('xml/doctype', place, {}, 'Do this.').hint, 'Do this.');
  });

  it('keeps a placeholder that has no value, and does not fill in values again', () => {
    assert.equal(
      finding('grammar/ignored', place, { name: '{reason}' }).message,
      '{reason} has no effect here: {reason}.',
    );
  });

  it('is no more than its place where that carries other things', () => {
    const offset = { ...place, offset: 5 };
    assert.deepEqual(Object.keys(finding('xml/empty', offset)), [
      'file',
      'line',
      'column',
      'severity',
      'code',
      'message',
    ]);
  });
});

describe('a report', () => {
  it('has failed once an error is in it', () => {
    const report = new Report();
    report.add('grammar/ignored', place, { name: 'a', reason: 'b' });
    assert.equal(report.failed, false);
    report.add('xml/empty', place);
    assert.equal(report.failed, true);
    assert.equal(report.findings.length, 2);
  });
});

describe('a finding for people', () => {
  const at = (line: number, column: number, hint?: string): Finding => ({
    file: 'a.xml',
    line,
    column,
    severity: 'error',
    code: 'xml/empty',
    message: 'Text.',
    ...(hint === undefined ? {} : { hint }),
  });
  const head = (line: number, column: number): string => `a.xml:${line}:${column} error xml/empty Text.`;

  const rows: readonly [what: string, Finding, lines: readonly string[] | undefined, shown: readonly string[]][] = [
    ['shows the line with a caret', at(2, 3), ['<a>', '  <b/>'], [head(2, 3), '    <b/>', '    ^']],
    ['shows the first column', at(1, 1), ['<a>'], [head(1, 1), '  <a>', '  ^']],
    ['keeps tabs, so that the caret stands below', at(1, 4), ['\ta\tb'], [head(1, 4), '  \ta\tb', '  \t \t^']],
    ['adds the advice', at(1, 1, 'Do.'), ['<a>'], [head(1, 1), '  <a>', '  ^', '  hint: Do.']],
    ['shows no line that is not there', at(9, 1), ['<a>'], [head(9, 1)]],
    ['shows no line of a file that cannot be read', at(1, 1, 'Do.'), undefined, [head(1, 1), '  hint: Do.']],
    ['cuts blanks at the end', at(1, 1), ['<a>   '], [head(1, 1), '  <a>', '  ^']],
    ['puts the caret behind the end of the line', at(1, 4), ['<a>'], [head(1, 4), '  <a>', '     ^']],
    ['shows an empty line', at(1, 1), [''], [head(1, 1), '  ', '  ^']],
  ];
  for (const [what, found, lines, shown] of rows) {
    it(what, () => {
      assert.deepEqual(describeFinding(found, lines).split('\n'), shown);
    });
  }

  for (const column of [1, 59, 60, 61, 119, 120, 121, 180, 200, 5000]) {
    it(`shows a piece of a long line around column ${column}`, () => {
      const line = Array.from({ length: 5000 }, (_, index) => 'abcdefghij'[index % 10]).join('');
      const [, excerpt, caret] = describeFinding(at(1, column), [line]).split('\n');
      assert.ok(excerpt.length <= 122, `${excerpt.length} characters`);
      assert.equal(excerpt[caret.indexOf('^')], line[column - 1], 'the caret stands below its character');
    });
  }

  it('shows a long line with tabs around the column', () => {
    const line = `${'\t'.repeat(150)}x${'y'.repeat(300)}`;
    const [, excerpt, caret] = describeFinding(at(1, 151), [line]).split('\n');
    const under = excerpt.slice(0, caret.indexOf('^')).replace(/[^\t]/g, ' ');
    assert.equal(caret, `${under}^`);
    assert.equal(excerpt[caret.indexOf('^')], 'x');
  });
});

describe('the page of findings', () => {
  it('has a row for each code, in order, with bars and placeholders escaped', () => {
    const rows = findingsPage()
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const codes = rows.map((row) => /^\| `([^`]+)`/.exec(row)?.[1] ?? '');
    assert.deepEqual(codes, [...codes].sort());
    assert.ok(
      rows.some((row) => row.startsWith('| `grammar/missing-attribute` | error | The attribute \\{name} is required.')),
    );
  });
});

describe('the nearest name', () => {
  const names = ['payloadFactory', 'property', 'propertyGroup', 'log', 'in', 'send'];
  const rows: readonly [wanted: string, found: string | undefined][] = [
    ['payloadFactory', 'payloadFactory'],
    ['PAYLOADFACTORY', 'payloadFactory'],
    ['payloadFactroy', 'payloadFactory'],
    ['propery', 'property'],
    ['lgo', undefined],
    ['lo', 'log'],
    ['sned', undefined],
    ['snd', 'send'],
    ['x', undefined],
    ['i', 'in'],
    ['completely-different', undefined],
    ['', undefined],
  ];
  for (const [wanted, found] of rows) {
    it(`of ${JSON.stringify(wanted)} is ${found ?? 'none'}`, () => {
      assert.equal(nearestName(wanted, names), found);
    });
  }

  it('is the first of equally near ones', () => {
    assert.equal(nearestName('aax', ['aab', 'aac']), 'aab');
  });
});

describe('a fault', () => {
  it('has the code 0 and no marks unless it is given some', () => {
    const { errorCode, propertiesSet, sending, parsing, detail, place: at, cause, lists, name } = new Fault('x');
    assert.deepEqual(
      { errorCode, propertiesSet, sending, parsing, detail, at, cause, lists, name },
      {
        errorCode: 0,
        propertiesSet: false,
        sending: false,
        parsing: undefined,
        detail: undefined,
        at: undefined,
        cause: undefined,
        lists: 0,
        name: 'Fault',
      },
    );
  });

  it('stays itself', () => {
    const fault = new Fault('x');
    assert.equal(toFault(fault), fault);
  });

  const recurse = (): number => recurse() + 1;
  const rows: readonly [what: string, thrown: () => unknown, message: string][] = [
    ['an error', () => new Error('x'), 'x'],
    ['an error without text', () => new Error(''), 'Runtime error occurred while mediating the message'],
    ['undefined', () => undefined, 'Runtime error occurred while mediating the message'],
    ['a text', () => 'x', 'Runtime error occurred while mediating the message'],
    [
      'an endless recursion',
      () => {
        try {
          return recurse();
        } catch (error) {
          return error;
        }
      },
      'The flow is nested too deeply; a sequence or template calls itself',
    ],
  ];
  for (const [what, thrown, message] of rows) {
    it(`is made of ${what}`, () => {
      assert.equal(toFault(thrown()).message, message);
    });
  }
});

describe('a place', () => {
  it('is written as editors understand it', () => {
    assert.equal(formatPlace(place), 'a.xml:3:7');
  });
});
