/** What the bench runs on, and which of its processors takes which process. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';

/** The machine's description, as it is kept with the results. */
export function describeMachine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: allowedProcessors().length,
    memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    system: `${process.platform} ${process.arch} ${release()}`,
    node: process.version,
    virtual: isVirtual(),
  };
}

/** @returns the full path of a program, or undefined when it is not installed */
export function findProgram(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // The next folder may have it.
    }
  }
  return undefined;
}

/**
 * Which processors the three roles are pinned to. The contestant has one for itself; load generator and servers share
 * another one, or have one each where there are three.
 * @returns {{contestant: string, load: string, servers: string, all: string} | undefined} as lists for taskset; undefined where nothing can be pinned
 */
export function planProcessors() {
  const allowed = allowedProcessors();
  if (allowed.length < 2 || !findProgram('taskset')) return undefined;
  const [contestant, servers, load = servers] = allowed.map(String);
  return { contestant, servers, load, all: allowed.join(',') };
}

/** Pins this process and what it starts without another wish. */
export function pinSelf(processor) {
  execFileSync('taskset', ['-a', '-c', '-p', processor, String(process.pid)], { stdio: 'ignore' });
}

function allowedProcessors() {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readOr('/proc/self/status', ''))?.[1];
  if (!list) return cpus().map((_, index) => index);
  return list.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

function isVirtual() {
  return /^flags\s*:.*\bhypervisor\b/m.test(readOr('/proc/cpuinfo', ''));
}

function readOr(file, otherwise) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
