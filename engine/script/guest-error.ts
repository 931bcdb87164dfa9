import type { ScriptSource } from './sandbox.js';

/** An error as it was thrown inside of the sandbox. */
export interface GuestError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly lineNumber?: number | undefined;
}

/** What the script threw: an error as a rule, but anything can be thrown. */
export function readError(dumped: unknown): GuestError {
  // Without memory for an error the engine throws null.
  if (dumped === null) return { name: 'InternalError', message: 'out of memory' };
  if (typeof dumped !== 'object') return { name: 'Error', message: String(dumped) };
  const { name, message, stack, lineNumber } = dumped as Record<string, unknown>;
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' ? message : JSON.stringify(dumped),
    stack: typeof stack === 'string' ? stack : undefined,
    lineNumber: typeof lineNumber === 'number' ? lineNumber : undefined,
  };
}

/** The innermost frame that belongs to one of the sources. */
export function positionIn(
  stack: string | undefined,
  lineNumber: number | undefined,
  sources: readonly ScriptSource[],
): { source?: string | undefined; line?: number | undefined } {
  for (const frame of stack?.split('\n') ?? []) {
    for (const { name } of sources) {
      const at = frame.indexOf(`${name}:`);
      if (at < 0) continue;
      const line = Number.parseInt(frame.slice(at + name.length + 1), 10);
      if (line > 0) return { source: name, line };
    }
  }
  return { line: lineNumber };
}
