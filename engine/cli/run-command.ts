import type { CommandIo } from './command-io.js';

type Command = (argv: readonly string[], io: CommandIo) => Promise<number>;

/** Each command is loaded only when it is asked for: `mediant serve` starts without the player of fixtures. */
const commands: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>> = {
  serve: {
    summary: 'serve a deployment',
    load: async () => (await import('./serve.js')).serveCommand,
  },
  validate: {
    summary: 'check artifacts and print what is wrong in them',
    load: async () => (await import('./validate.js')).validateCommand,
  },
  replay: {
    summary: 'play recorded requests and compare what comes out',
    load: async () => (await import('./replay.js')).replayCommand,
  },
};

const USAGE = `Usage: mediant COMMAND [options]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join('\n')}

mediant COMMAND --help tells more about one of them; mediant --version prints the version.
`;

/** Runs a command line. Resolves to the exit status; 2 when the command could not run. */
export async function runCommandLine(argv: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined) {
    io.error(USAGE);
    return 2;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    io.out(USAGE);
    return 0;
  }
  if (name === '--version' || name === '-v') {
    const { packageVersion } = await import('./package-root.js');
    io.out(`${packageVersion()}\n`);
    return 0;
  }
  if (!Object.hasOwn(commands, name)) {
    io.error(await unknownCommand(name));
    return 2;
  }
  return runCommand(name, rest, io);
}

async function runCommand(name: string, argv: readonly string[], io: CommandIo): Promise<number> {
  const command = await commands[name].load();
  try {
    return await command(argv, io);
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw thrown;
    io.error(`mediant ${name}: ${message}\nTry mediant ${name} --help.\n`);
    return 2;
  }
}

async function unknownCommand(name: string): Promise<string> {
  const { nearestName } = await import('../errors/index.js');
  const near = nearestName(name, Object.keys(commands));
  return `mediant: there is no command ${JSON.stringify(name)}${near === undefined ? '' : `; did you mean ${near}?`}\n\n${USAGE}`;
}
