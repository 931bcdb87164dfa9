/**
 * `node profile-summary.js FILE.cpuprofile...`: what the time of a CPU profile went into, by part and by function (self
 * time). Source maps are not read: lines are those of the built files.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Functions and parts that are listed at most. */
const listed = { functions: 40, parts: 20 };

/** @returns {string} the summary as text */
export function summariseProfile(file) {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8'));
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const functions = new Map();
  const parts = new Map();
  let total = 0;
  samples.forEach((id, index) => {
    const frame = byId.get(id);
    if (frame.functionName === '(idle)') return;
    const time = timeDeltas[index];
    total += time;
    add(functions, describe(frame), time);
    add(parts, partOf(frame), time);
  });
  const lines = (table, count) =>
    [...table]
      .sort((a, b) => b[1] - a[1])
      .slice(0, count)
      .map(([what, time]) => `  ${((time / total) * 100).toFixed(1).padStart(5)} %  ${what}`);
  return [
    `${basename(file)}: ${(total / 1e6).toFixed(1)} s at work`,
    ...lines(parts, listed.parts),
    '',
    ...lines(functions, listed.functions),
  ].join('\n');
}

function add(table, key, time) {
  table.set(key, (table.get(key) ?? 0) + time);
}

function describe({ functionName, url, lineNumber }) {
  const name = functionName || '(anonymous)';
  return url === '' ? name : `${name}  ${shortUrl(url)}:${lineNumber + 1}`;
}

/** A layer of the engine, a package, Node itself, or what the virtual machine does. */
function partOf({ functionName, url }) {
  if (url === '') return /^\(/.test(functionName) ? functionName : '(native)';
  if (url.startsWith('node:'))
    return url
      .split('/')
      .slice(0, url.startsWith('node:internal') ? 2 : 1)
      .join('/');
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (name) return `package ${name}`;
  return /\/(engine\/[^/]+|mediators|baselines\/[^/]+)/.exec(url)?.[1] ?? url;
}

function shortUrl(url) {
  return url.replace(/^file:\/\/.*\/(?=node_modules\/|engine\/|mediators\/|baselines\/)/, '');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const file of process.argv.slice(2)) console.log(summariseProfile(file));
}
