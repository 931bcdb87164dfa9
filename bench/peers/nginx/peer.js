/** nginx, one worker: the outer limit for pass-through. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../harness/machine.js';

const configuration = readFileSync(new URL('nginx.conf', import.meta.url), 'utf8');

function passThrough({ port, backend, folder }) {
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    configuration
      .replaceAll('@port@', String(port))
      .replaceAll('@backend@', `127.0.0.1:${backend}`)
      .replaceAll('@folder@', folder),
  );
  return { command: [findProgram('nginx'), '-p', folder, '-c', file, '-e', 'stderr'] };
}

export default {
  name: 'nginx',
  skip: () => (findProgram('nginx') ? undefined : 'nginx is not installed'),
  jobs: { 'pass-through': passThrough },
};
