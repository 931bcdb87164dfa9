/**
 * Ends what a bench has started when the bench itself is gone, however it went: the channel to it closes, then every
 * process that it named is killed and its folder removed. Started by `processes.js`.
 */
import { rmSync } from 'node:fs';

const pids = new Set();
let folder;

process.on('message', ({ started, ended, workspace }) => {
  if (started) pids.add(started);
  if (ended) pids.delete(ended);
  if (workspace) folder = workspace;
});

process.on('disconnect', () => {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  }
  if (folder) rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});

// Ctrl-C reaches the whole group; the guard goes last, with the channel.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('SIGHUP', () => {});
