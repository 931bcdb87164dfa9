import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  JsonPathFailure,
  PathSyntaxError,
  parseJsonPath,
  resultText,
} from '../../../../engine/expressions/jsonpath/index.js';
import { parseJson } from '../../../../engine/message/index.js';

interface Observed {
  readonly source: string;
  readonly documents: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly document: string;
    readonly path: string;
    readonly text?: string;
    readonly fails?: true;
    readonly invalid?: true;
  }[];
}

const file = join(process.cwd(), 'spec', 'engine', 'expressions', 'jsonpath', 'jayway.json');
const observed = JSON.parse(readFileSync(file, 'utf8')) as Observed;

describe(`JSONPath as observed: ${observed.source}`, () => {
  for (const { document, path, text, fails, invalid } of observed.cases) {
    const root = parseJson(observed.documents[document]!);
    it(`${path} over ${document}`, () => {
      if (invalid) {
        assert.throws(() => parseJsonPath(path), PathSyntaxError);
        return;
      }
      const parsed = parseJsonPath(path);
      const read = () => resultText(parsed, parsed.read(root));
      if (fails) assert.throws(read, JsonPathFailure);
      else assert.equal(read(), text);
    });
  }
});
