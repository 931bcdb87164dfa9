import type { Readable } from 'node:stream';

/** Passes on what a worker writes, in whole lines: lines of several processes must not run into each other. */
export function relayLines(from: Readable, to: { write(text: string): void }): void {
  let rest = '';
  from.setEncoding('utf8');
  from.on('data', (text: string) => {
    const end = text.lastIndexOf('\n') + 1;
    if (end > 0) to.write(rest + text.slice(0, end));
    rest = end > 0 ? text.slice(end) : rest + text;
  });
  from.once('end', () => {
    if (rest !== '') to.write(`${rest}\n`);
  });
}
