import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningDemonstration, runDemonstration } from '../support/running-demonstration.js';

/** A curl line of a page, as far as the pages use curl. */
interface DocumentedCall {
  readonly page: string;
  readonly line: string;
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
  readonly status: number;
}

function documentedCalls(page: string): DocumentedCall[] {
  const text = readFileSync(join(process.cwd(), page), 'utf8');
  return [...text.matchAll(/^curl (.*?)\s+# (\d{3})/gm)].map(([line, words, status]) => {
    const header = /-H '([^:]+): ([^']*)'/.exec(words);
    const body = /-d '([^']*)'/.exec(words)?.[1];
    return {
      page,
      line,
      url: /https?:\S+/.exec(words)![0],
      method: body === undefined ? 'GET' : 'POST',
      headers: header ? { [header[1]]: header[2] } : {},
      body,
      status: Number(status),
    };
  });
}

const pages = ['README.md', join('examples', 'oauth2-backend', 'README.md')];
const SECRETS = [
  'demonstration-only-secret',
  Buffer.from('pizza-gateway:demonstration-only-secret').toString('base64'),
];

describe('the demonstration of examples/oauth2-backend', () => {
  let demonstration: RunningDemonstration;
  before(async () => {
    demonstration = await runDemonstration();
  });
  after(() => demonstration.close());

  for (const { page, line, url, method, headers, body, status } of pages.flatMap(documentedCalls)) {
    it(`${page}: ${line}`, async () => {
      const answer = await fetch(demonstration.address(url), { method, headers, body });
      assert.equal(answer.status, status, await answer.text());
    });
  }

  it('sends the body of the caller on to the backend unchanged', async () => {
    const order = '{"pizza": "Ünï", "price": 10233780.57, "big": 17169973925117969, "list": [ ]}';
    const answer = await fetch(demonstration.address('http://localhost:8290/pizzashack/1.0.0/order'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: order,
    });
    assert.equal(answer.status, 201);
    assert.deepEqual(await answer.json(), { orderId: 'order-1', received: JSON.parse(order) });
  });

  it('makes a token call for each request of the simple edition, and one for many of the cached edition', async () => {
    const get = (path: string) =>
      fetch(demonstration.address(`http://localhost:8290${path}`)).then((answer) => answer.text());
    const before = demonstration.servers.tokenCalls();
    await get('/pizzashack/1.0.0/menu');
    await get('/pizzashack/1.0.0/menu');
    assert.equal(demonstration.servers.tokenCalls() - before, 2);
    await get('/pizzashack-cached/1.0.0/menu');
    const filled = demonstration.servers.tokenCalls();
    await get('/pizzashack-cached/1.0.0/menu');
    await get('/pizzashack-cached/1.0.0/menu');
    assert.equal(demonstration.servers.tokenCalls(), filled);
  });

  it('writes no credential and no token into its log', () => {
    const log = demonstration.log.join('');
    for (const secret of SECRETS) assert.ok(!log.includes(secret));
    assert.ok(!/eyJ[\w-]+\.[\w-]+\.[\w-]+/.test(log));
  });
});

describe('the demonstration without its authorization server', () => {
  it('answers 502 without inner details, and does not call the backend', async () => {
    const demonstration = await runDemonstration();
    try {
      await demonstration.servers.close();
      const answer = await fetch(demonstration.address('http://localhost:8290/pizzashack/1.0.0/menu'));
      assert.equal(answer.status, 502);
      const body = await answer.text();
      assert.deepEqual(JSON.parse(body), { code: '401002', message: 'The pizza service cannot be reached just now.' });
      const log = demonstration.log.join('');
      for (const secret of SECRETS) assert.ok(!log.includes(secret) && !body.includes(secret));
    } finally {
      await demonstration.close();
    }
  });
});
