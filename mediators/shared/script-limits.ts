import type { Message } from '../../engine/kit.js';

/** Milliseconds that a script may run, unless `mediant.script.timeout` says otherwise. */
const TIMEOUT = 2000;
/** Bytes that a script may use, unless `mediant.script.memory` says otherwise. */
const MEMORY = 64 * 1024 * 1024;

/** What scripts may take, by the settings of the message's engine. */
export function scriptLimits(message: Message): { milliseconds: number; memoryBytes: number } {
  const { settings } = message.services;
  return {
    milliseconds: positive(settings.property('mediant.script.timeout')) ?? TIMEOUT,
    memoryBytes: positive(settings.property('mediant.script.memory')) ?? MEMORY,
  };
}

function positive(text: string | undefined): number | undefined {
  const number = Number(text);
  return number > 0 && Number.isFinite(number) ? number : undefined;
}
