import assert from 'node:assert/strict';
import { loadDeployment } from '../../engine/deploy/index.js';
import { compileOptions } from '../../engine/index.js';
import type { FlowLevel, FlowLog } from '../../engine/observe/index.js';
import { run, sequence } from '../engine/compile/deployed.js';

const levels: readonly FlowLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** The lines that a sequence logs, each behind its level. */
async function linesOf(body: string, lowest: FlowLevel = 'trace'): Promise<string[]> {
  const lines: string[] = [];
  const writers = Object.fromEntries(
    levels.map((level) => [level, (text: string) => lines.push(`${level} ${text}`)]),
  ) as unknown as Omit<FlowLog, 'enabled'>;
  const log: FlowLog = { ...writers, enabled: (level) => levels.indexOf(level) >= levels.indexOf(lowest) };
  const { snapshot } = loadDeployment({
    compile: compileOptions,
    artifacts: [{ file: 'log.xml', content: sequence('s', body) }],
    environment: {},
    log,
  });
  const { fault } = await run(snapshot, 's');
  assert.equal(fault, undefined);
  return lines;
}

const a = '<property name="a" value="1"/>';
const b = '<property name="b" value="2"/>';

describe('the lines of log', () => {
  const rows: readonly [what: string, body: string, lines: readonly string[]][] = [
    ['hold the properties', `<log level="custom">${a}${b}</log>`, ['info a = 1, b = 2']],
    ['hold the message and the properties', `<log><message>m</message>${a}</log>`, ['info m, a = 1']],
    ['do not begin with the separator of an empty message', `<log><message/>${a}</log>`, ['info a = 1']],
    [
      'do not begin with the separator, wherever it is from',
      '<log separator="m"><message>mno</message></log>',
      ['info no'],
    ],
    ['may be empty', '<log level="custom"/>', ['info ']],
    ['have the level of their category', `<log level="custom" category="fatal">${a}</log>`, ['fatal a = 1']],
    [
      'of DEBUG and TRACE are written where they are wanted',
      ['DEBUG', 'TRACE'].map((category) => `<log level="custom" category="${category}">${a}</log>`).join(''),
      ['debug a = 1', 'trace a = 1'],
    ],
  ];
  for (const [what, body, lines] of rows) {
    it(what, async () => {
      assert.deepEqual(await linesOf(body), lines);
    });
  }

  it('of DEBUG are not written where only INFO is wanted', async () => {
    const body = ['DEBUG', 'TRACE', 'INFO'].map((category) => `<log level="custom" category="${category}">${a}</log>`);
    assert.deepEqual(await linesOf(body.join(''), 'info'), ['info a = 1']);
  });
});
