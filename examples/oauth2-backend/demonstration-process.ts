import { type DemonstrationPorts, defaultPorts, startDemonstration } from './demonstration.js';

/** What the process of the demonstration tells its parent, once. */
export type DemonstrationReport =
  | { readonly started: true }
  | {
      readonly started: false;
      readonly code: string | undefined;
      readonly port: number | undefined;
      readonly message: string;
    };

const [authorizationServer, backend] = process.argv.slice(2).map(Number);
const ports: DemonstrationPorts =
  authorizationServer === undefined || backend === undefined ? defaultPorts : { authorizationServer, backend };

function report(message: DemonstrationReport): void {
  process.send?.(message);
}

// The parent takes the signal and ends this process when it has drained its own requests.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));

try {
  await startDemonstration(ports);
  report({ started: true });
} catch (thrown) {
  const { code, message, port } = thrown as NodeJS.ErrnoException & { port?: number };
  report({ started: false, code, port, message });
  process.disconnect?.();
}
