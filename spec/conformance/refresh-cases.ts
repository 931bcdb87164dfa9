/**
 * Takes over a newer edition of the conformance cases and says what changed:
 *   node dist/spec/conformance/refresh-cases.js FOLDER
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const target = join(process.cwd(), 'spec', 'conformance', 'cases');

interface NamedCase {
  readonly name: string;
}

function casesOf(path: string): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return new Map();
  }
  return new Map((JSON.parse(text) as NamedCase[]).map((each) => [each.name, JSON.stringify(each)]));
}

/** Lines that tell what is new, gone and changed in a file. */
function difference(file: string, before: Map<string, string>, after: Map<string, string>): string[] {
  const lines: string[] = [];
  for (const [name, text] of after) {
    if (!before.has(name)) lines.push(`${file}: new: ${name}`);
    else if (before.get(name) !== text) lines.push(`${file}: changed: ${name}`);
  }
  for (const name of before.keys()) if (!after.has(name)) lines.push(`${file}: gone: ${name}`);
  return lines;
}

const source = process.argv[2];
if (source === undefined) {
  console.error('Name the folder with the newer cases.');
  process.exit(2);
}
let changes = 0;
for (const file of readdirSync(source).filter((name) => name.endsWith('.json'))) {
  const lines = difference(file, casesOf(join(target, file)), casesOf(join(source, file)));
  for (const line of lines) console.log(line);
  changes += lines.length;
  if (lines.length > 0) writeFileSync(join(target, file), readFileSync(join(source, file)));
}
console.log(`${changes} changes`);
