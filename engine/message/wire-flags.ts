import { Fault } from '../errors/index.js';
import type { Message } from './message.js';

/**
 * An axis2 property that must be text, in lower case; undefined when it is unset. The reference casts it, so any other
 * kind of value makes the sending fail.
 */
export function textSwitch(message: Message, name: string): string | undefined {
  const value = message.axis2.get(name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value.toLowerCase();
  throw wrongKind(name, 'String', 'type="STRING" or no type');
}

/** Whether a property that must be text says `true`. */
export function textFlag(message: Message, name: string): boolean {
  return textSwitch(message, name) === 'true';
}

/** A switch that must be of type BOOLEAN in the axis2 scope. */
export function booleanFlag(message: Message, name: string): boolean {
  const value = message.axis2.get(name);
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  throw wrongKind(name, 'Boolean', 'type="BOOLEAN"');
}

function wrongKind(name: string, wanted: string, hint: string): Fault {
  return new Fault(`The axis2 property ${name} cannot be cast to java.lang.${wanted}; it needs ${hint}`);
}
