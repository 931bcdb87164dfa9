import { Fault } from '../errors/index.js';
import type { Value } from './value.js';

/** Resources that flows read and write by path (`gov:`, `conf:`, `local:`…). Changes live as long as the process. */
export interface Registry {
  /** The resource as text, undefined when there is none. */
  text(path: string): string | undefined;
  /** The resource in its own kind: XML as an element, anything else as text. */
  value(path: string): Value | undefined;
  /** A property of the resource. */
  property(path: string, name: string): string | undefined;
  put(path: string, text: string): void;
  putProperty(path: string, name: string, text: string): void;
}

/** `path` or `path@property`. */
function split(name: string): [path: string, property: string | undefined] {
  const at = name.indexOf('@');
  return at < 0 ? [name, undefined] : [name.slice(0, at), name.slice(at + 1)];
}

/** What the registry scope reads: text of the resource, or of its property after `@`; '' when it is missing. */
export function registryText(registry: Registry, name: string): string {
  const [path, property] = split(name);
  return (property === undefined ? registry.text(path) : registry.property(path, property)) ?? '';
}

/** What the registry scope writes; a property after `@` empties the resource. Throws Fault for null. */
export function setRegistryText(registry: Registry, name: string, text: string | null): void {
  const [path, property] = split(name);
  if (text === null) throw new Fault(`The value for the registry resource ${path} is unset`);
  registry.put(path, property === undefined ? text : '');
  if (property !== undefined) registry.putProperty(path, property, text);
}
