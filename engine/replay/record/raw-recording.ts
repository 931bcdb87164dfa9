/** A body as it passed by. */
export interface RawBody {
  /** The first bytes, up to the limit. */
  readonly bytes: Uint8Array;
  /** Bytes that passed altogether. */
  readonly size: number;
  /** It was seen to its end. */
  readonly ended: boolean;
}

/** Header fields in their order. */
export type RawHeaders = readonly (readonly [name: string, value: string])[];

/** What a call to the outside world came to. */
export type RawOutcome =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: RawHeaders; readonly body: RawBody }
  /** The kind of the transport error. */
  | { readonly kind: 'error'; readonly error: string };

/** A call to the outside world. Times in milliseconds since the request came. */
export interface RawExchange {
  readonly method: string;
  readonly url: string;
  readonly headers: RawHeaders;
  /** null = no body. */
  readonly body: RawBody | null;
  readonly begun: number;
  /** When the head of its answer, or its failure, came. */
  readonly answered: number;
  readonly outcome: RawOutcome;
  /** It was made for an earlier request, whose token this one used. */
  readonly borrowed: boolean;
}

/** What a flow read from the registry before it wrote there itself. */
export interface RawRegistryRead {
  /** As the flow named it. */
  readonly path: string;
  /** Name of a property of the resource; undefined = the resource itself. */
  readonly property: string | undefined;
  readonly text: string;
}

/** A value of the surroundings that a flow read. */
export interface RawNamedValue {
  readonly name: string;
  readonly value: string;
}

/** A file of the deployment in the version that served. */
export interface ServedFile {
  readonly path: string;
  /** SHA-256 of its content, in hexadecimal digits. */
  readonly hash: string;
}

/** What of its surroundings a request used. */
export interface RawSurroundings {
  readonly files: readonly ServedFile[];
  readonly registry: readonly RawRegistryRead[];
  readonly environment: readonly RawNamedValue[];
  readonly systemProperties: readonly RawNamedValue[];
  readonly fileProperties: readonly RawNamedValue[];
  readonly configuration: readonly RawNamedValue[];
}

/**
 * A request with everything that is needed to play it again, as it was: secrets included. It lives in memory only; what
 * is written is made of it by the fixture writer. Plain data, so that it can be handed to another thread.
 */
export interface RawRecording {
  /** Correlation id, for log lines. */
  readonly id: string;
  /** Full name of the API, or name of the proxy, that took the request. */
  readonly service: string | undefined;
  readonly revision: string;
  /** When the request came, in milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds until everything was over. */
  readonly duration: number;
  /** Folder below the directory for recordings; '' = that itself. */
  readonly folder: string;
  readonly request: {
    readonly method: string;
    /** Path and query as received. */
    readonly target: string;
    readonly headers: RawHeaders;
    readonly body: RawBody | null;
    readonly remoteAddress: string;
  };
  /** In the order in which they began. */
  readonly exchanges: readonly RawExchange[];
  readonly answer: {
    readonly status: number;
    readonly headers: RawHeaders;
    readonly body: RawBody | null;
  };
  readonly surroundings: RawSurroundings;
}
