import assert from 'node:assert/strict';
import { Report } from '../../../engine/errors/index.js';
import { type DeployTimeSource, injectDeployTime } from '../../../engine/expressions/deploy-time.js';

const source: DeployTimeSource = {
  environment: (name) => ({ HOST: 'http://h', EMPTY: '' })[name],
  fileProperty: (name) => ({ url: 'http://f' })[name],
  config: (name) => ({ base_url: 'http://c' })[name],
  names: ['url', 'base_url'],
};
const place = { file: 'test.xml', line: 1, column: 5 };

describe('injectDeployTime', () => {
  for (const [text, expected] of [
    ['$SYSTEM:HOST', 'http://h'],
    ['$SYSTEM:HOST/path', 'http://h'],
    ['$SYSTEM:EMPTY', ''],
    ['$FILE:url', 'http://f'],
    ['$FILE:url.more', 'http://f'],
    [`\${configs.base_url}`, 'http://c'],
    [`\${configs.base_url}/path`, 'http://c'],
    ['http://h/$SYSTEM:HOST', 'http://h/$SYSTEM:HOST'],
    [' $SYSTEM:HOST', ' $SYSTEM:HOST'],
    ['$system:HOST', '$system:HOST'],
    ['$SYSTEM:', '$SYSTEM:'],
    [`\${other}`, `\${other}`],
    ['', ''],
  ] as const) {
    it(`${JSON.stringify(text)} gives ${JSON.stringify(expected)}`, () => {
      const report = new Report();
      assert.equal(injectDeployTime(text, place, source, report), expected);
      assert.deepEqual(report.findings, []);
    });
  }

  for (const [text, message, hint] of [
    ['$SYSTEM:NOPE', 'There is no environment variable named NOPE.', undefined],
    ['$FILE:urll', 'There is no file property named urll.', 'Did you mean url?'],
    [`\${configs.base_uri}`, 'There is no configuration parameter named base_uri.', 'Did you mean base_url?'],
  ] as const) {
    it(`reports ${text}`, () => {
      const report = new Report();
      assert.equal(injectDeployTime(text, place, source, report), undefined);
      const [found] = report.findings;
      assert.equal(found?.code, 'placeholder/unknown-name');
      assert.equal(found.message, message);
      assert.equal(found.hint, hint);
      assert.equal(found.column, 5);
    });
  }
});
