import assert from 'node:assert/strict';
import { loadDeployment } from '../../engine/deploy/index.js';
import { compileOptions } from '../../engine/index.js';
import { Exchange, type Message, type OutboundResponse, readRequest } from '../../engine/message/index.js';
import { ManualClock, SeededRandom, silentFlowLog } from '../../engine/observe/index.js';
import { mediate } from '../../engine/run/index.js';

const namespace = 'http://ws.apache.org/ns/synapse';
const call = '<call><endpoint><http method="post" uri-template="http://backend.example/"/></endpoint></call>';
const done = '<property name="done" value="1" scope="operation"/>';

/** A backend that answers each call when it is told, or at once. */
class Backend {
  calls = 0;
  waiting = 0;
  most = 0;
  #release: (() => void)[] = [];

  constructor(readonly held: boolean) {}

  send = async (): Promise<OutboundResponse> => {
    this.calls++;
    this.most = Math.max(this.most, ++this.waiting);
    if (this.held) await new Promise<void>((resolve) => this.#release.push(resolve));
    else await turn();
    this.waiting--;
    return { status: 200, reason: 'OK', headers: [['Content-Type', 'application/json']], body: Buffer.from('{"r":1}') };
  };

  release(count = this.#release.length): void {
    for (const resolve of this.#release.splice(0, count)) resolve();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

interface Running {
  readonly message: Message;
  readonly clock: ManualClock;
  readonly work: Promise<unknown>;
}

function run(flow: string, body: string, backend = new Backend(false), signal?: AbortSignal): Running {
  const clock = new ManualClock();
  const deployment = loadDeployment({
    compile: compileOptions,
    artifacts: [{ file: 'flow.xml', content: `<sequence xmlns="${namespace}" name="s">${flow}</sequence>` }],
    outbound: { send: backend.send, close: async () => {} },
    log: silentFlowLog,
    clock,
    random: new SeededRandom(),
    environment: {},
  });
  assert.deepEqual(
    deployment.findings.filter(({ severity }) => severity === 'error'),
    [],
  );
  const { services, artifacts } = deployment.snapshot;
  const exchange = new Exchange({
    services,
    ...(signal && { signal }),
    client: {
      method: 'POST',
      target: '/',
      scheme: 'http',
      host: 'gateway.example',
      remoteAddress: '192.0.2.7',
      remoteHost: 'client.example',
      httpVersion: '1.1',
    },
  });
  const type = body.startsWith('<') ? 'application/xml' : 'application/json';
  const message = readRequest(exchange, { headers: [['Content-Type', type]], body: Buffer.from(body) });
  const flowEnd = Promise.resolve(mediate(message, artifacts.sequence('s')!.run));
  return { message, clock, work: flowEnd.then(() => exchange.settled()) };
}

const many = 10_000;
const json = JSON.stringify({ items: Array.from({ length: many }, (_, n) => ({ n })) });
const xml = `<r>${Array.from({ length: many }, (_, n) => `<i>${n}</i>`).join('')}</r>`;
const target = (body: string): string => `<target><sequence>${body}</sequence></target>`;
const aggregate = (path: string): string =>
  `<aggregate><onComplete expression="${path}">${done}</onComplete></aggregate>`;

describe(`${many} items`, () => {
  const flows: { readonly name: string; readonly flow: string; readonly body: string }[] = [
    {
      name: 'iterate and aggregate, JSON',
      flow: `<iterate expression="json-eval($.items)">${target(aggregate('json-eval($)'))}</iterate>`,
      body: json,
    },
    {
      name: 'iterate and aggregate, XML',
      flow: `<iterate expression="//i">${target(aggregate('//i'))}</iterate>`,
      body: xml,
    },
    {
      name: 'iterate with preservePayload',
      flow: `<iterate expression="//i" preservePayload="true" attachPath="//r">${target(aggregate('//i'))}</iterate>`,
      body: xml,
    },
    {
      name: 'a sequential iterate',
      flow: `<iterate expression="json-eval($.items)" sequential="true" continueParent="true">${target('')}</iterate>${done}`,
      body: json,
    },
    {
      name: 'iterate with calls, and an aggregate behind it',
      flow: `<iterate expression="json-eval($.items)">${target(call)}</iterate>${aggregate('json-eval($.r)')}`,
      body: json,
    },
    {
      name: 'foreach by json-eval',
      flow: `<foreach expression="json-eval($.items)"><sequence/></foreach>${done}`,
      body: json,
    },
    { name: 'foreach by XPath', flow: `<foreach expression="//i"><sequence/></foreach>${done}`, body: xml },
    {
      name: 'foreach by collection',
      flow: `<foreach collection="\${payload.items}"><sequence/></foreach>${done}`,
      body: json,
    },
    {
      name: 'foreach by collection over XML',
      flow: `<foreach collection="\${xpath('//i')}"><sequence/></foreach>${done}`,
      body: xml,
    },
    {
      name: 'iterations of a clone',
      flow: `<clone iterations="${many}">${target(aggregate('//r'))}</clone>`,
      body: '<r/>',
    },
  ];
  for (const { name, flow, body } of flows) {
    it(`${name}: comes to its end`, async () => {
      const { message, work } = run(flow, body);
      await work;
      assert.equal(message.operation.get('done'), '1');
      assert.equal(message.exchange.failure, undefined);
    }).timeout(20_000);
  }
});

describe('copies that call backends', () => {
  const items = JSON.stringify({ items: Array.from({ length: 350 }, (_, n) => n) });
  for (const { name, flow, most } of [
    {
      name: 'iterate',
      flow: `<iterate expression="json-eval($.items)">${target(call)}</iterate>`,
      most: 100,
    },
    {
      name: 'a sequential iterate',
      flow: `<iterate expression="json-eval($.items)" sequential="true">${target(call)}</iterate>`,
      most: 1,
    },
    {
      name: 'foreach by collection',
      flow: `<foreach collection="\${payload.items}"><sequence>${call}</sequence></foreach>`,
      most: 100,
    },
    { name: 'iterations of a clone', flow: `<clone iterations="350">${target(call)}</clone>`, most: 100 },
  ]) {
    it(`${name}: ${most} at a time`, async () => {
      const backend = new Backend(false);
      await run(flow, items, backend).work;
      assert.equal(backend.calls, 350);
      assert.equal(backend.most, most);
    });
  }

  it('are not started any more when the exchange is over', async () => {
    const backend = new Backend(true);
    const abort = new AbortController();
    const { work } = run(
      `<iterate expression="json-eval($.items)">${target(call)}</iterate>`,
      items,
      backend,
      abort.signal,
    );
    await turn();
    abort.abort();
    backend.release();
    await work;
    assert.equal(backend.calls, 100);
  });
});

describe('an aggregate', () => {
  const flow =
    `<iterate expression="json-eval($.items)">${target(call)}</iterate>` +
    `<aggregate><completeCondition timeout="60"/><onComplete expression="json-eval($)">${done}</onComplete></aggregate>`;

  it('leaves no timer behind when it is complete', async () => {
    const { work, clock, message } = run(flow, '{"items":[1,2]}');
    await work;
    assert.equal(message.operation.get('done'), '1');
    assert.equal(clock.pending, 0);
  });

  it('ends at its time, and lets what still runs end in peace', async () => {
    const backend = new Backend(true);
    const { work, clock, message } = run(flow, '{"items":[1,2]}', backend);
    await turn();
    backend.release(1);
    await turn();
    assert.equal(message.operation.get('done'), undefined);
    clock.advance(60_000);
    await turn();
    assert.equal(message.operation.get('done'), '1');
    backend.release();
    await work;
    assert.equal(message.exchange.failure, undefined);
  });
});
