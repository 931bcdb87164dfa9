import assert from 'node:assert/strict';
import { runInWorker, TransformFailure, type TransformJob } from '../../../engine/transform/index.js';

const XSL = 'http://www.w3.org/1999/XSL/Transform';
const source = '<in><code>7</code></in>';

function sheet(body: string, version = '1.0', declarations = ''): string {
  return `<xsl:stylesheet version="${version}" xmlns:xsl="${XSL}" ${declarations}>${body}</xsl:stylesheet>`;
}

function run(stylesheet: string, more: Partial<TransformJob> = {}, milliseconds = 8000) {
  return runInWorker({ kind: 'xslt', stylesheet, source, parameters: [], resources: [], ...more }, { milliseconds });
}

const plain = sheet('<xsl:template match="/"><out><xsl:value-of select="//code"/></out></xsl:template>');
const js = 'xmlns:js="http://saxonica.com/ns/globalJS"';
const ixsl = 'xmlns:ixsl="http://saxonica.com/ns/interactiveXSLT"';
const expression = (text: string, declarations: string) =>
  sheet(`<xsl:template match="/"><out><xsl:value-of select="${text}"/></out></xsl:template>`, '3.0', declarations);

/** Ways out that SaxonJS offers to stylesheets in a browser or on Node.js. */
const escapes: readonly (readonly [name: string, stylesheet: string])[] = [
  ['js:eval', expression("js:eval('1')", js)],
  ['js:constructor', expression("js:constructor('1')", js)],
  ['js:process', expression('js:process()', js)],
  ['js:require', expression("js:require('fs')", js)],
  ['ixsl:eval', expression("ixsl:eval('1')", ixsl)],
  ['ixsl:call of a constructor', expression("ixsl:call(., 'constructor.constructor', ['return 1'])", ixsl)],
  ['a file by document()', expression("document('file:///etc/hostname')", '')],
  ['a file by unparsed-text()', expression("unparsed-text('/etc/hostname')", '')],
  ['the network', expression("doc('http://127.0.0.1:1/')", '')],
  ['xsl:import', sheet('<xsl:import href="file:///etc/hostname"/>')],
  [
    'xsl:result-document',
    sheet(
      '<xsl:template match="/"><xsl:result-document href="/tmp/x"><a/></xsl:result-document></xsl:template>',
      '2.0',
    ),
  ],
  ['xsl:evaluate', expression("function-lookup(QName('http://saxonica.com/ns/globalJS', 'eval'), 1)('1')", js)],
];

describe('transformations', function () {
  this.timeout(30_000);

  it('give XML or text, as the stylesheet says', async () => {
    assert.deepEqual(await run(plain), { kind: 'xml', text: '<out>7</out>' });
    const text = sheet('<xsl:output method="text"/><xsl:template match="/">a</xsl:template>');
    assert.deepEqual(await run(text), { kind: 'text', text: 'a' });
  });

  it('keep parameters and resources of one job from the next', async () => {
    const reading = sheet(
      '<xsl:param name="p" select="0"/><xsl:template match="/"><o><xsl:value-of select="$p"/></o></xsl:template>',
    );
    assert.equal((await run(reading, { parameters: [['p', 'a']] })).text, '<o>a</o>');
    assert.equal((await run(reading)).text, '<o>0</o>');
    const importing = sheet('<xsl:import href="r.xsl"/>');
    const version = (text: string) => sheet(`<xsl:template match="/"><o>${text}</o></xsl:template>`);
    for (const text of ['1', '2']) {
      assert.equal((await run(importing, { resources: [['r.xsl', version(text)]] })).text, `<o>${text}</o>`);
    }
    await assert.rejects(run(importing), TransformFailure);
  });

  for (const [name, stylesheet] of escapes) {
    it(`have no way out by ${name}`, () => assert.rejects(run(stylesheet), TransformFailure));
  }

  it('see no environment', async () => {
    assert.equal((await run(expression("environment-variable('PATH')", ''))).text, '<out/>');
  });

  it('say where a stylesheet is wrong', async () => {
    const wrong = sheet('\n<xsl:template match="/">\n<xsl:value-of select="((("/>\n</xsl:template>');
    await assert.rejects(run(wrong), /XPST0003.*line \d/);
  });

  it('are stopped when they take too long, and others go on', async () => {
    const endless = sheet(
      '<xsl:template match="/"><xsl:iterate select="1 to 1000000000000"><xsl:if test=". = 0">x</xsl:if></xsl:iterate></xsl:template>',
      '3.0',
    );
    const begin = performance.now();
    await assert.rejects(run(endless, {}, 1000), /longer than 1000 ms/);
    assert.ok(performance.now() - begin < 8000);
    assert.equal((await run(plain)).text, '<out>7</out>');
  });

  it('are stopped when they nest too deep, and others go on', async () => {
    const deep = sheet('<xsl:template match="/" name="t"><xsl:call-template name="t"/>x</xsl:template>');
    await assert.rejects(run(deep), TransformFailure);
    assert.equal((await run(plain)).text, '<out>7</out>');
  });

  it('answer queries', async () => {
    const query =
      'declare variable $d external; declare variable $n as xs:integer external; for $c in $d//code return <c>{$c + $n}</c>';
    const variables = [
      { name: 'd', value: { document: source } },
      { name: 'n', value: 1 },
    ];
    const items = await runInWorker({ kind: 'xquery', query, variables }, { milliseconds: 8000 });
    assert.deepEqual(items, [{ kind: 'node', text: '<c>8</c>' }]);
  });

  for (const query of [
    "doc('file:///etc/hostname')",
    "unparsed-text('/etc/hostname')",
    '<a',
    'declare variable $x external; $x',
  ]) {
    it(`refuse the query ${query}`, async () => {
      await assert.rejects(
        runInWorker({ kind: 'xquery', query, variables: [] }, { milliseconds: 8000 }),
        TransformFailure,
      );
    });
  }

  it('stop queries that take too long', async () => {
    const query = 'count(for $a in 1 to 100000, $b in 1 to 100000 where $a = -$b return $a)';
    await assert.rejects(
      runInWorker({ kind: 'xquery', query, variables: [] }, { milliseconds: 200 }),
      /longer than 200 ms/,
    );
  });

  it('run side by side', async () => {
    const texts = await Promise.all(
      Array.from({ length: 20 }, (_, n) => run(plain, { source: `<code>${n}</code>` }).then(({ text }) => text)),
    );
    assert.deepEqual(
      texts,
      Array.from({ length: 20 }, (_, n) => `<out>${n}</out>`),
    );
  });
});
