import type { Place } from '../errors/index.js';
import type { FaultHandler, Message } from '../message/index.js';
import type { Run } from '../run/index.js';
import type { Mapping } from './mapping.js';

/** A resource of an API: which requests it takes, and what runs for them (configuration sheet 3.2). */
export interface Resource {
  /** SYNAPSE_RESOURCE: unique within the deployment. */
  readonly id: string;
  readonly place: Place;
  /** Upper-case methods as listed; empty = every method. */
  readonly methods: readonly string[];
  /** Undefined = the API's default resource. */
  readonly mapping: Mapping | undefined;
  readonly protocol: 'http' | 'https' | undefined;
  /** Equal to the whole Content-Type header; looked at only when there is a body. */
  readonly contentType: string | undefined;
  /** Matches the whole User-Agent header. */
  readonly userAgent: { matches(text: string): boolean } | undefined;
  /** Names of listeners; absent in the artifact = those of the API. */
  readonly bindsTo: readonly string[];
  /** Undefined: the message is dropped, the client gets 202. */
  readonly inSequence: Run | undefined;
  /** Undefined: the answer of a `send` goes straight back. */
  readonly outSequence: Run | undefined;
  /** Handler of the resource's own fault sequence, or the global one. */
  faultHandler(message: Message): FaultHandler | undefined;
}

/** What an `<api>` says; `defineApi` makes an Api of it. */
export interface ApiDefinition {
  /** The `name` attribute. */
  readonly name: string;
  /** The `context` attribute as written; starts with a slash. */
  readonly context: string;
  /** '' = none. */
  readonly version: string;
  /** '' = no version strategy. */
  readonly versionType: 'url' | 'context' | '';
  readonly hostname: string | undefined;
  readonly port: number | undefined;
  /** The one transport that is allowed; undefined = both. */
  readonly transports: 'http' | 'https' | undefined;
  /** Names of listeners; `default` = the main ones. */
  readonly bindsTo: readonly string[];
  readonly place: Place;
  /** In declaration order. */
  readonly resources: readonly Resource[];
}

/** An API, ready for dispatch (configuration sheet 3.1). */
export interface Api extends ApiDefinition {
  /** `name` or `name:v<version>`: unique among APIs; in logs, metrics and SYNAPSE_REST_API. */
  readonly fullName: string;
  /** Without slashes at the end, `{version}` filled in; '' = the default API. */
  readonly context: string;
}

/** What choosing an API and a resource looks at. */
export interface RequestLine {
  readonly method: string;
  /** Path and query as received, undecoded. */
  readonly target: string;
  readonly scheme: 'http' | 'https';
  /** The Host header, or the address that was called; undefined = neither is known. */
  readonly host: string | undefined;
}

/** Binding of an artifact that names none: the main listeners. */
export const defaultBinding = 'default';

/** The order in which APIs are asked: longest context first, equal ones as declared. */
export function sortApis(apis: readonly Api[]): readonly Api[] {
  return [...apis].sort((a, b) => b.context.length - a.context.length);
}
