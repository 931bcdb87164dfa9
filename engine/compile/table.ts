import type { Endpoint, EndpointTemplate } from '../endpoints/index.js';
import type { Place } from '../errors/index.js';
import type { FaultHandler, Message, Value } from '../message/index.js';
import type { Run } from '../run/index.js';
import type { MessageStore } from './message-store.js';

/** A compiled sequence, by name. */
export interface Sequence {
  readonly name: string;
  readonly place: Place;
  readonly run: Run;
  /** It tells requests from responses by `in` and `out`: as `main` it sees the answers of its own `send`, too. */
  readonly directed: boolean;
  /** Element names of the mediators that stand directly in it. */
  readonly mediators: readonly string[];
  /** The sequence as a fault handler: `onError`, `faultSequence`. */
  readonly handler: FaultHandler;
}

/** A compiled sequence template. */
export interface SequenceTemplate {
  readonly name: string;
  readonly place: Place;
  readonly parameters: readonly TemplateParameter[];
  readonly run: Run;
  readonly onError: string | undefined;
}

/** A parameter that a template declares. */
export interface TemplateParameter {
  readonly name: string;
  readonly mandatory: boolean;
  readonly defaultValue: string | undefined;
}

/**
 * The named artifacts of one snapshot. Sequences, endpoints, templates and local entries share one key space
 * (configuration sheet 2.3); what is not deployed is sought in the registry.
 */
export interface ArtifactTable {
  /** The sequence that runs before everything, and over every answer; looked up once, for it is asked for each time. */
  readonly preMediate: Sequence | undefined;
  sequence(key: string): Sequence | undefined;
  endpoint(key: string): Endpoint | undefined;
  template(name: string): SequenceTemplate | undefined;
  endpointTemplate(name: string): EndpointTemplate | undefined;
  messageStore(name: string): MessageStore | undefined;
  /** Value of a local entry or registry resource. */
  entry(key: string): Value | undefined;
}

/**
 * The artifacts of the snapshot that a message runs on. Compiled artifacts look names up here, message by message, and
 * hold no reference to a snapshot: so an unchanged artifact moves on to the next snapshot as it is.
 */
export function artifactsOf(message: Message): ArtifactTable {
  // Services belong to a lower layer, which carries the table without knowing its type; only assemble() sets it.
  return message.exchange.services.artifacts as ArtifactTable;
}
