import assert from 'node:assert/strict';
import { createAccessLog, createFlowLog, createLogger, type LoggerOptions } from '../../../engine/observe/index.js';

function recording(options: LoggerOptions = {}) {
  const written: string[] = [];
  const stream = { write: (line: string) => void written.push(line) };
  const logger = createLogger({ format: 'json', now: () => 0, ...options, stream });
  return { logger, written, records: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the structured log', () => {
  it('writes one JSON object a line', () => {
    const { logger, written } = recording();
    logger.info({ a: 1 }, 'hello');
    assert.deepEqual(written, ['{"level":"info","time":"1970-01-01T00:00:00.000Z","a":1,"msg":"hello"}\n']);
  });

  it('removes secrets from messages, fields and nested fields before the line exists', () => {
    const { logger, written } = recording();
    logger.info(
      { headers: { Authorization: 'Bearer abcdef' }, url: '/x?access_token=abcdef', list: ['Bearer abcdef'] },
      'Bearer abcdef',
    );
    logger.error(new Error('password=abcdef'));
    logger.warn({ err: new Error('Basic abcdef==') }, 'failed');
    assert.equal(written.length, 3);
    assert.doesNotMatch(written.join(''), /abcdef/);
  });

  it('leaves the record of the caller as it is', () => {
    const record = { password: 'x' };
    recording().logger.info(record, 'm');
    assert.deepEqual(record, { password: 'x' });
  });

  it('writes text for people', () => {
    const { logger, written } = recording({ format: 'text' });
    logger.warn({ port: 1 }, 'listening');
    assert.deepEqual(written, ['00:00:00.000 WARN  listening  port=1\n']);
  });
});

describe('the flow log', () => {
  it('writes level, place and correlation id', () => {
    const { logger, records } = recording();
    createFlowLog(logger).warn('To: /x', { place: { file: 'a.xml', line: 2, column: 3 }, correlationId: 'c' });
    const [{ level, msg, at, correlationId }] = records();
    assert.deepEqual(
      { level, msg, at, correlationId },
      { level: 'warn', msg: 'To: /x', at: 'a.xml:2:3', correlationId: 'c' },
    );
  });

  it('knows which levels are written', () => {
    const { logger, written } = recording({ level: 'warn' });
    const log = createFlowLog(logger);
    assert.deepEqual([log.enabled('debug'), log.enabled('info'), log.enabled('error')], [false, false, true]);
    log.info('unseen');
    assert.deepEqual(written, []);
  });

  it('cuts a text that is too long', () => {
    const { logger, records } = recording();
    createFlowLog(logger).info('x'.repeat(300_000));
    assert.match(records()[0].msg as string, /^x{262144}… \(37856 more characters\)$/);
  });
});

describe('the access log', () => {
  const record = {
    correlationId: 'c',
    method: 'GET',
    path: '/x?token=abcdef',
    milliseconds: 1.23,
    api: 'A',
    revision: 'r',
    bytesIn: 1,
    bytesOut: 2,
    remoteAddress: '::1',
  };
  const levels: [status: number, level: string][] = [
    [200, 'info'],
    [404, 'info'],
    [500, 'error'],
    [0, 'warn'],
  ];
  for (const [status, level] of levels) {
    it(`writes status ${status} as ${level}`, () => {
      const { logger, records } = recording();
      createAccessLog(logger)({ ...record, status });
      const { level: written, path, milliseconds } = records()[0];
      assert.deepEqual({ written, path, milliseconds }, { written: level, path: '/x?token=***', milliseconds: 1.23 });
    });
  }
});
