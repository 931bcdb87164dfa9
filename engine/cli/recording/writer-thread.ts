import { parentPort, workerData } from 'node:worker_threads';
import { compileOptions } from '../../index.js';
import { FixtureWriter } from '../../replay/record/index.js';
import type { FromThread, ThreadSettings, ToThread } from './messages.js';

const writer = new FixtureWriter({ ...(workerData as ThreadSettings), compile: compileOptions });

parentPort!.on('message', (message: ToThread) => {
  if (message.kind === 'deployed') writer.deployed(message.files);
  else void write(message);
});

async function write({ number, recording }: Extract<ToThread, { kind: 'write' }>): Promise<void> {
  const answer: FromThread = { kind: 'outcome', number, outcome: await writer.write(recording) };
  parentPort!.postMessage(answer);
}
