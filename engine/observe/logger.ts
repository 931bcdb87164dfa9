import { type DestinationStream, destination, type Level, type Logger, pino, stdTimeFunctions } from 'pino';
import { isSecretName, redacted, redactText } from './redact.js';

export type { Logger } from 'pino';

/** How a logger is made. */
export interface LoggerOptions {
  /** Lowest level that is written; default `info`. */
  readonly level?: Level | 'silent';
  /** `json`: one object a line; `text`: lines for people. Default: text on a terminal, else json. */
  readonly format?: 'json' | 'text';
  /** Default: standard output. */
  readonly stream?: DestinationStream;
  /** Seconds since 1970 in milliseconds, for tests; default the machine's clock. */
  readonly now?: () => number;
}

/**
 * Makes the structured log: JSON lines with `time` (ISO 8601), `level`, `msg` and what the caller adds. Credentials and
 * tokens are removed from messages and from every field before the line exists, so no destination ever sees them; only
 * the fixed fields of a `child` are written as they are.
 */
export function createLogger(options: LoggerOptions = {}): Logger {
  const { now } = options;
  const format = options.format ?? (!options.stream && process.stdout.isTTY ? 'text' : 'json');
  const target = options.stream ?? standardOutput(format === 'text');
  return pino(
    {
      level: options.level ?? 'info',
      base: undefined,
      timestamp: now ? () => `,"time":"${new Date(now()).toISOString()}"` : stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: withoutSecrets },
      hooks: {
        logMethod(args, method) {
          if (args[0] instanceof Error && args.length === 1) (args as unknown[]).push(args[0].message);
          for (let i = 0; i < args.length; i++)
            if (typeof args[i] === 'string') args[i] = redactText(args[i] as string);
          method.apply(this, args);
        },
      },
    },
    format === 'text' ? textStream(target) : target,
  );
}

/**
 * Standard output as the destination of a log. @param sync each line is written before the program goes on; otherwise
 * lines are written together, 4 KB at a time, or after a tenth of a second, and at the end of the process
 */
export function standardOutput(sync: boolean): DestinationStream {
  return destination(sync ? { dest: 1, sync } : { dest: 1, sync, minLength: 4096, periodicFlush: 100 });
}

/** Removes secrets from the fields of a record; nested objects are looked through, up to a depth that suits a log. */
function withoutSecrets(record: Record<string, unknown>, depth = 0): Record<string, unknown> {
  let clean: Record<string, unknown> | undefined;
  for (const name in record) {
    const before = record[name];
    const after = cleanField(name, before, depth);
    if (after !== before) {
      clean ??= { ...record };
      clean[name] = after;
    }
  }
  return clean ?? record;
}

function cleanField(name: string, value: unknown, depth: number): unknown {
  if (value === undefined || value === null) return value;
  if (isSecretName(name)) return redacted;
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object') return value;
  if (value instanceof Error)
    return { type: value.name, message: redactText(value.message), stack: redactText(value.stack ?? '') };
  if (depth >= 4) return '…';
  if (Array.isArray(value)) return value.map((item) => cleanField('', item, depth + 1));
  return withoutSecrets(value as Record<string, unknown>, depth + 1);
}

/** Turns JSON lines into lines for people: `12:00:00.000 INFO  message  field=value`. */
function textStream(target: DestinationStream): DestinationStream {
  return {
    write(line: string) {
      const { time, level, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
      const clock = String(time).slice(11, 23);
      const rest = Object.entries(fields)
        .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join(' ');
      target.write(`${clock} ${String(level).toUpperCase().padEnd(5)} ${msg ?? ''}${rest && `  ${rest}`}\n`);
    },
  };
}

/** A logger that writes nothing. */
export function silentLogger(): Logger {
  return createLogger({ level: 'silent', format: 'json', stream: { write: () => {} } });
}
