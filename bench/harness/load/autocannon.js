/** Load by autocannon, in a process that stays for the whole bench. */
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('autocannon-process.js', import.meta.url));

export class AutocannonLoad {
  name = 'autocannon';

  constructor(processes, processor) {
    this.started = processes.start('autocannon', [process.execPath, script], { processor, ipc: true });
  }

  /** @param {import('./index.js').LoadJob} job */
  run(job) {
    const { child } = this.started;
    return new Promise((resolve, reject) => {
      const settle = (action, value) => {
        clearTimeout(timer);
        child.off('message', done).off('exit', gone);
        action(value);
      };
      const done = (result) => settle(resolve, result);
      const gone = () => settle(reject, new Error(this.started.death()));
      const timer = setTimeout(
        () => settle(reject, new Error('the load generator hangs')),
        job.seconds * 1000 + 20_000,
      );
      child.on('message', done).on('exit', gone);
      child.send(job);
    });
  }

  stop() {
    return this.started.stop();
  }
}
