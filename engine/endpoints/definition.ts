import type { Place } from '../errors/index.js';
import type { Expression, UriTemplate } from '../expressions/index.js';
import type { EndpointFormat } from '../message/index.js';
import type { AddressingVersion } from './addressing.js';
import type { Authentication } from './authentication.js';

/** What every `<endpoint>` has, whatever its kind. */
export interface CommonDefinition {
  /** Undefined for an endpoint without a name. */
  readonly name: string | undefined;
  readonly place: Place;
  /** Sequence for faults of this endpoint; only leaf endpoints have it. */
  readonly onError: string | undefined;
  readonly properties: readonly EndpointProperty[];
}

/** A property that is written to the message before it is sent. */
export interface EndpointProperty {
  readonly name: string;
  readonly scope: 'default' | 'transport' | 'axis2' | 'axis2-client';
  /** The text, or what gives it message by message. */
  readonly value: string | Expression;
}

/** What an endpoint does with a response that does not come in time. */
export type TimeoutAction = 'none' | 'fault' | 'discard';

/** Options that address, http, default and wsdl endpoints share (endpoints sheet, section 2). */
export interface LeafOptions {
  readonly timeout: {
    /** Milliseconds; undefined: the global limit. */
    readonly duration: number | Expression | undefined;
    readonly action: TimeoutAction;
  };
  readonly marking: MarkingRule;
  readonly suspension: SuspensionRule;
  readonly retry: { readonly disabled: ReadonlySet<number>; readonly enabled: ReadonlySet<number> };
  readonly format: EndpointFormat | undefined;
  /** Attribute `encoding`: charset of the outgoing message. */
  readonly encoding: string | undefined;
  readonly optimize: 'mtom' | 'swa' | undefined;
  /** WS-Addressing headers are written to SOAP messages. */
  readonly addressing: AddressingVersion | undefined;
  /** WS-Security is asked for. This engine does not write it, so nothing is sent. */
  readonly security: boolean;
}

/** Element `markForSuspension`. */
export interface MarkingRule {
  /** Empty: 101504 and 101505. */
  readonly errorCodes: ReadonlySet<number>;
  readonly retries: number;
  /** Milliseconds. */
  readonly delay: number;
}

/** Element `suspendOnFailure`. Durations in milliseconds; undefined: the default of the configuration. */
export interface SuspensionRule {
  /** Empty: every code. */
  readonly errorCodes: ReadonlySet<number>;
  readonly initial: number | undefined;
  readonly factor: number | undefined;
  readonly maximum: number;
}

/** An address as written, or one whose value is looked up on the machine that it runs on. */
export type Address = string | DeferredText;

/** A text that starts with a deploy-time parameter: `$SYSTEM:NAME`, `$FILE:NAME` or `${configs.NAME}`. */
export interface DeferredText {
  /** As written. */
  readonly text: string;
  readonly place: Place;
}

/** `<http>` */
export interface HttpDefinition extends CommonDefinition, LeafOptions {
  readonly kind: 'http';
  /** Undefined only when `address` is a parameter; it is compiled when the parameter is known. */
  readonly uriTemplate: UriTemplate | undefined;
  readonly address: Address;
  /** Upper case; undefined: the method of the message. */
  readonly method: string | undefined;
  readonly authentication: Authentication | undefined;
}

/** `<address>` */
export interface AddressDefinition extends CommonDefinition, LeafOptions {
  readonly kind: 'address';
  readonly address: Address;
}

/** `<default>`, `<wsdl>` without a document, or no endpoint at all: the message's To address. */
export interface DefaultDefinition extends CommonDefinition, LeafOptions {
  readonly kind: 'default' | 'wsdl' | 'to';
}

/** An endpoint that sends by itself. */
export type LeafDefinition = HttpDefinition | AddressDefinition | DefaultDefinition;

/** `<endpoint key>` and `<endpoint key-expression>`. */
export interface IndirectDefinition extends CommonDefinition {
  readonly kind: 'indirect';
  readonly key: string | Expression;
}

/** `<endpoint template>` */
export interface TemplateInstanceDefinition extends CommonDefinition {
  readonly kind: 'template';
  readonly template: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** `<failover>` */
export interface FailoverDefinition extends CommonDefinition {
  readonly kind: 'failover';
  readonly dynamic: boolean;
  readonly children: readonly EndpointDefinition[];
}

/** A host of a group that is given by `<member>`. */
export interface Member {
  readonly host: string;
  readonly httpPort: number | undefined;
  readonly httpsPort: number | undefined;
}

/** `<loadbalance>`, with or without `<session>`. */
export interface LoadBalanceDefinition extends CommonDefinition {
  readonly kind: 'loadbalance';
  readonly algorithm: 'roundRobin' | 'weighted';
  readonly failover: boolean;
  /** Either children or members. */
  readonly children: readonly EndpointDefinition[];
  readonly members: readonly Member[];
  readonly session: SessionRule | undefined;
}

/** Element `session`. */
export interface SessionRule {
  readonly type: 'http' | 'soap' | 'simpleClientSession';
  /** Milliseconds; undefined: the default of the configuration. */
  readonly timeout: number | undefined;
}

/** `<recipientlist>` */
export interface RecipientListDefinition extends CommonDefinition {
  readonly kind: 'recipientlist';
  readonly children: readonly EndpointDefinition[];
  readonly members: readonly Member[];
  /** `<endpoints value>`: comma-separated URLs. */
  readonly addresses: string | Expression | undefined;
  /** Endpoints kept for such URLs. */
  readonly maxCache: number;
}

/** Any endpoint, as read from its artifact. */
export type EndpointDefinition =
  | LeafDefinition
  | IndirectDefinition
  | TemplateInstanceDefinition
  | FailoverDefinition
  | LoadBalanceDefinition
  | RecipientListDefinition;
