/** What the operating system says about a process (Linux, /proc). */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Clock ticks per second in /proc; 100 on every usual Linux. */
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** CPU time of a process and of those below it so far: user and system, all threads, in seconds (to a hundredth). */
export function cpuSeconds(pid) {
  return treeOf(pid).reduce((sum, each) => sum + ticks(each, [11, 12]), 0) / ticksPerSecond;
}

/** The same, together with processes below it that have ended. */
export function cpuSecondsWithEnded(pid) {
  return treeOf(pid).reduce((sum, each) => sum + ticks(each, [11, 12, 13, 14]), 0) / ticksPerSecond;
}

/** Resident memory of a process and of those below it, in bytes. */
export function residentBytes(pid) {
  return treeOf(pid).reduce((sum, each) => sum + Number(/^VmRSS:\s*(\d+) kB/m.exec(status(each))?.[1] ?? 0) * 1024, 0);
}

/** CPU time of the whole machine that was not idle so far, in seconds; what a hypervisor took away counts, too. */
export function machineBusySeconds() {
  const [, ...fields] = readFileSync('/proc/stat', 'latin1').split('\n', 1)[0].trim().split(/\s+/);
  const [user, nice, system, , , irq, softIrq, steal] = fields.map(Number);
  return (user + nice + system + irq + softIrq + steal) / ticksPerSecond;
}

function ticks(pid, columns) {
  const stat = read(`/proc/${pid}/stat`);
  // The name of the program may hold blanks; it ends with the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return columns.reduce((sum, column) => sum + Number(fields[column] ?? 0), 0);
}

function treeOf(pid) {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim();
  return [pid, ...(children === '' ? [] : children.split(' ').flatMap((each) => treeOf(Number(each))))];
}

function status(pid) {
  return read(`/proc/${pid}/status`);
}

/** A process may end between two looks. */
function read(file) {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
