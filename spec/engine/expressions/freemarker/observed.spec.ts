import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DocumentModel,
  FreeMarkerTemplate,
  FtlFailure,
  FtlStop,
  FtlSyntaxError,
  jsonModel,
} from '../../../../engine/expressions/index.js';
import { parseJson } from '../../../../engine/message/index.js';
import { parseXml } from '../../../../engine/xml/index.js';

/** What Apache FreeMarker made of a template. */
interface Observed {
  readonly template: string;
  readonly payload: string;
  readonly out?: string;
  /** The expression to blame, and its place. */
  readonly fails?: string;
  readonly refused?: true;
  readonly stop?: string;
}

interface ObservedFile {
  readonly source: string;
  readonly payloads: Readonly<Record<string, { readonly json?: string; readonly xml?: string }>>;
  readonly templates: readonly Observed[];
}

/** Where this engine does something else on purpose. */
const DIFFERENT: Readonly<Record<string, string>> = {
  '${payload.txt?url}': 'there needs to be no charset for URLs: it is UTF-8',
  '${payload.txt?url_path}': 'there needs to be no charset for URLs: it is UTF-8',
  '<#list 1.. as i><#if (i > 3)><#break></#if>${i}</#list>': 'a range without end is no empty list',
  '<#visit x>': 'refused at load, as it is not supported',
  '<#return 1>': 'refused at load',
};

const file = join(process.cwd(), 'spec', 'engine', 'expressions', 'freemarker', 'observed.json');
const { source, payloads, templates } = JSON.parse(readFileSync(file, 'utf8')) as ObservedFile;

type Result = Pick<Observed, 'out' | 'fails' | 'refused' | 'stop'>;

function run({ template: text, payload }: Observed): Result {
  try {
    const template = new FreeMarkerTemplate(text);
    const { json, xml = '<none/>' } = payloads[payload]!;
    const model =
      json === undefined
        ? new DocumentModel(parseXml(xml).documentElement!, template.namespacePrefixes)
        : jsonModel(parseJson(json));
    const out = template.fill({
      variable: (name) => (name === 'payload' ? model : undefined),
      now: () => 0,
      load: () => undefined,
      limits: { maxOutput: 100_000, maxSteps: 100_000 },
    });
    return { out };
  } catch (thrown) {
    if (thrown instanceof FtlSyntaxError) return { refused: true };
    if (thrown instanceof FtlStop) return { stop: thrown.message };
    if (!(thrown instanceof FtlFailure)) throw thrown;
    return { fails: `${thrown.expression} @${thrown.position.line}:${thrown.position.column}` };
  }
}

describe(`FreeMarker templates as ${source} fills them`, () => {
  for (const observed of templates) {
    const reason = DIFFERENT[observed.template];
    it(`${JSON.stringify(observed.template)} with ${observed.payload}${reason ? `, but: ${reason}` : ''}`, () => {
      const result = run(observed);
      const { out, fails, refused, stop } = observed;
      if (reason) assert.notDeepEqual(result, { out, fails, refused, stop });
      else if (fails === undefined) assert.deepEqual(result, JSON.parse(JSON.stringify({ out, refused, stop })));
      // Where FreeMarker blames no expression, ours is better than none.
      else if (fails.startsWith('null') || !blamesAlike.test(fails)) assert.ok(result.fails, JSON.stringify(result));
      else assert.equal(result.fails, fails);
    });
  }
});

/** Blame that is compared: of references, which is what the fault of the mediator tells. */
const blamesAlike = /^payload(\.\w+)* @|^\w+(\.\w+)* @/;
