import type { CompileOptions, Snapshot } from '../../../engine/compile/index.js';
import { loadDeployment } from '../../../engine/deploy/index.js';
import { Fault } from '../../../engine/errors/index.js';
import { compileOptions } from '../../../engine/index.js';
import { Exchange, type Message, readRequest, valueText } from '../../../engine/message/index.js';
import { type FlowLog, ManualClock, SeededRandom, silentFlowLog } from '../../../engine/observe/index.js';
import { mediate } from '../../../engine/run/index.js';

/** The Synapse namespace, as an attribute of a root element. */
export const ns = 'xmlns="http://ws.apache.org/ns/synapse"';

/** A sequence that sets the property `by`. */
export function sequence(name: string, body = `<property name="by" value="${name}"/>`, attributes = ''): string {
  return `<sequence ${ns} name="${name}" ${attributes}>${body}</sequence>`;
}

/** What a deployment of artifacts given as text is made with. */
export interface DeployedOptions {
  readonly compile?: CompileOptions;
  readonly warnings?: string[];
}

/** Artifacts `a0`, `a1`, … deployed together, without sockets and files. */
export function deploy(
  artifacts: readonly string[],
  { compile = compileOptions, warnings }: DeployedOptions = {},
): Snapshot {
  const log: FlowLog = { ...silentFlowLog, warn: (text) => void warnings?.push(text) };
  const deployment = loadDeployment({
    compile,
    artifacts: artifacts.map((content, index) => ({ file: `a${index}`, content })),
    outbound: { send: () => Promise.reject(new Error('no backend here')), close: () => Promise.resolve() },
    clock: new ManualClock(Date.UTC(2024, 0, 1)),
    random: new SeededRandom(),
    environment: {},
    log,
  });
  return deployment.snapshot;
}

/** Findings of a snapshot as `file code` in order, those of the standard sequences left out. */
export function codes({ findings }: Snapshot): string[] {
  return findings.filter(({ file }) => !file.startsWith('standard/')).map(({ file, code }) => `${file} ${code}`);
}

/** What a run led to. */
export interface Ran {
  readonly message: Message;
  /** Text of the property `by`. */
  readonly by: string | null;
  /** The fault that no handler took. */
  readonly fault: Fault | undefined;
}

/** Runs a sequence of a snapshot over an empty request. */
export async function run(snapshot: Snapshot, name: string): Promise<Ran> {
  const exchange = new Exchange({
    services: snapshot.services,
    client: {
      method: 'GET',
      target: '/t',
      scheme: 'http',
      host: 'gateway.example',
      remoteAddress: '192.0.2.7',
      remoteHost: 'client.example',
      httpVersion: '1.1',
    },
  });
  const message = readRequest(exchange, { headers: [], body: null });
  let fault: Fault | undefined;
  try {
    await mediate(message, snapshot.artifacts.sequence(name)!.run);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    fault = thrown;
  }
  return { message, by: valueText(message.properties.get('by') ?? null), fault };
}
