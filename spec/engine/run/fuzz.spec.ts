import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDeployment } from '../../../engine/deploy/index.js';
import { compileOptions } from '../../../engine/index.js';
import { Exchange, type Header, type OutboundResponse, readRequest } from '../../../engine/message/index.js';
import { ManualClock, SeededRandom, silentFlowLog } from '../../../engine/observe/index.js';
import type { FixtureCase } from '../../../engine/replay/index.js';
import { mediate } from '../../../engine/run/index.js';
import { Dice, mutated } from '../compile/mutations.js';

/** Runs that are tried. */
const count = 1500;

const bodies = [
  ...['', '\n', '{}', '[]', '{"a":', 'null', '5', '"x"', '{"a":{"b":[1,null,{"c":"d"}]}}', 'a=1&b=2'],
  ...['<a/>', '<a>', '<a><b>1</b><b/></a>'],
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body/></soapenv:Envelope>',
];
const types = [
  ...['application/json', 'application/xml', 'text/xml', 'text/plain', 'application/x-www-form-urlencoded'],
  ...['application/octet-stream', 'application/vnd.x+json'],
];

/** Cases that run a sequence of artifacts that stand in the case. */
function seeds(): FixtureCase[] {
  const folder = join(process.cwd(), 'spec', 'conformance', 'cases');
  return readdirSync(folder)
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as FixtureCase[])
    .filter(({ entry, artifacts = [] }) => 'sequence' in entry && artifacts.every((each) => each.startsWith('<')));
}

/** What lies beneath an error. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof Error && root.cause !== undefined) root = root.cause;
  return root;
}

/** Whether it is a slip of this program, and no fault of a flow. */
function isSlip(error: unknown): error is Error {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}

/** Runs a case, with mistakes in its artifacts and with any body; the slip that showed, if one did. */
async function slipOf({ artifacts = [], entry, request = {} }: FixtureCase, random: Dice): Promise<string | undefined> {
  const contents = artifacts.map((content) => (random.below(3) === 0 ? content : mutated(content, random)));
  const type = random.one(types);
  const body = random.one(bodies);
  const answer = (): OutboundResponse => ({
    status: random.one([200, 202, 404, 500]),
    reason: 'any',
    headers: [['Content-Type', random.one(types)]],
    body: Buffer.from(random.one(bodies)),
  });
  const { snapshot } = loadDeployment({
    compile: compileOptions,
    artifacts: contents.map((content, index) => ({ file: `a${index}`, content })),
    outbound: { send: () => Promise.resolve(answer()), close: () => Promise.resolve() },
    clock: new ManualClock(Date.UTC(2024, 0, 1)),
    random: new SeededRandom(),
    environment: {},
    log: silentFlowLog,
  });
  const sequence = 'sequence' in entry ? snapshot.artifacts.sequence(entry.sequence) : undefined;
  if (!sequence) return undefined;
  const client = { method: request.method ?? 'POST', target: request.path ?? '/', scheme: 'http' as const };
  const exchange = new Exchange({
    services: snapshot.services,
    client: { ...client, host: 'h', remoteAddress: '192.0.2.7', remoteHost: 'h', httpVersion: '1.1' },
    deliver: () => {},
  });
  const headers: Header[] = [['Content-Type', type]];
  const message = readRequest(exchange, { headers, body: Buffer.from(body) });
  let failure: unknown;
  try {
    const outcome = mediate(message, sequence.run);
    // A flow that waits for a timer waits for ever: the clock stands still.
    if (typeof outcome !== 'boolean') await Promise.race([outcome, turns(200)]);
    failure = message.properties.get('ERROR_EXCEPTION');
  } catch (thrown) {
    failure = thrown;
  }
  const root = rootOf(failure);
  return isSlip(root) ? `${root.stack}\n${contents.join('\n')}\n${type}: ${body}` : undefined;
}

/** So many turns of the event loop. */
async function turns(number: number): Promise<void> {
  for (let left = number; left > 0; left--) await new Promise((resolve) => setImmediate(resolve));
}

describe('flows with mistakes', () => {
  it('fail with faults of their own, never with errors of this program', async function () {
    this.timeout(60_000);
    const cases = seeds();
    const random = new Dice(new SeededRandom(20240102));
    const slips: string[] = [];
    for (let at = 0; at < count && slips.length < 5; at++) {
      const slip = await slipOf(random.one(cases), random);
      if (slip !== undefined) slips.push(slip.slice(0, 3000));
    }
    assert.equal(slips.join('\n\n----\n'), '');
  });
});
