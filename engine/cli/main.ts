#!/usr/bin/env node
import { runCommandLine } from './run-command.js';

/** How long what is left open may keep a finished command alive, in milliseconds. */
const patience = 2000;

// `mediant validate … | head` ends the pipe early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const io = {
  out: (text: string): void => void process.stdout.write(text),
  error: (text: string): void => void process.stderr.write(text),
  interactive: process.stderr.isTTY,
};
const status = await runCommandLine(process.argv.slice(2), io);
process.exitCode = status;
setTimeout(() => process.exit(status), patience).unref();
