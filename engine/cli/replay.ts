import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compileOptions } from '../index.js';
import {
  type CaseResult,
  describeCase,
  describeProblems,
  describeResult,
  exitStatus,
  junitReport,
  type ReplayResult,
  replay,
  resultJson,
} from '../replay/index.js';
import type { CommandIo } from './command-io.js';

const USAGE = `Usage: mediant replay [--filter TEXT] [--json] [--junit FILE] [--update] PATH...

Replays fixtures: files of cases, or folders of such files.

  --filter TEXT  only cases whose name or file holds the text
  --json         print one JSON object instead of lines
  --junit FILE   write a JUnit report besides
  --update       write what came out into the fixtures, after showing it

Exit status: 0 all passed, 1 a case failed, 2 a file could not be played.
`;

/** Where the command writes to; on a terminal progress is shown on standard error. */
export interface ReplayIo extends CommandIo {
  /** Standard error is a terminal. Default false. */
  readonly interactive?: boolean;
}

/** `mediant replay PATH…`. Resolves to the exit status. */
export async function replayCommand(argv: readonly string[], io: ReplayIo): Promise<number> {
  const parsed = parse(argv);
  if (typeof parsed === 'string') {
    io.error(`mediant replay: ${parsed}\n\n${USAGE}`);
    return 2;
  }
  const { values, positionals: paths } = parsed;
  if (values.help) {
    io.out(USAGE);
    return 0;
  }
  if (paths.length === 0) {
    io.error(`mediant replay: name a file or folder.\n\n${USAGE}`);
    return 2;
  }
  const progress = new Progress(io);
  const result = await replay({
    compile: compileOptions,
    paths,
    ...(values.filter === undefined ? {} : { filter: values.filter }),
    update: values.update ?? false,
    onCase(each, done, all) {
      if (!values.json) progress.line(describeCase(each));
      progress.show(each, done, all);
    },
    onUpdate: (file) => progress.line(`updated ${file}`, values.json),
  });
  progress.end();
  report(result, values.json ?? false, io);
  if (values.junit !== undefined && !writeReport(values.junit, result, io)) return 2;
  return exitStatus(result);
}

type Parsed = ReturnType<typeof parseOptions>;

function parseOptions(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      filter: { type: 'string' },
      json: { type: 'boolean' },
      junit: { type: 'string' },
      update: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

function parse(argv: readonly string[]): Parsed | string {
  try {
    return parseOptions(argv);
  } catch (error) {
    return (error as Error).message;
  }
}

function report(result: ReplayResult, json: boolean, io: CommandIo): void {
  for (const line of describeProblems(result.problems)) io.error(`${line}\n`);
  io.out(`${json ? resultJson(result) : describeResult(result)}\n`);
}

function writeReport(file: string, result: ReplayResult, io: CommandIo): boolean {
  try {
    writeFileSync(file, junitReport(result));
    return true;
  } catch (error) {
    io.error(`mediant replay: ${file} cannot be written: ${(error as Error).message}\n`);
    return false;
  }
}

/** A line on the terminal that is written over as cases end. */
class Progress {
  #shown = false;

  constructor(readonly io: ReplayIo) {}

  /** Prints a line of the result, above the progress. */
  line(text: string, aside = false): void {
    this.end();
    if (aside) this.io.error(`${text}\n`);
    else this.io.out(`${text}\n`);
  }

  show({ name }: CaseResult, done: number, all: number): void {
    if (!this.io.interactive) return;
    this.io.error(`\r\x1b[K${done}/${all} ${name.slice(0, 60)}`);
    this.#shown = true;
  }

  end(): void {
    if (this.#shown) this.io.error('\r\x1b[K');
    this.#shown = false;
  }
}
