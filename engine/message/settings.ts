/** Switches of synapse.properties, passthru-http.properties and deployment.toml that change mediation. */
export interface Settings {
  /** Accept of a built message picks its messageType (`httpContentNegotiation`). Default true, as in MI. */
  readonly httpContentNegotiation: boolean;
  /** Largest body that is collected in memory, in bytes. Default 64 MiB. */
  readonly maxBodyBytes: number;
  /** Deepest nesting of a parsed body. Default 512. */
  readonly maxBodyDepth: number;
  /** Lower-case names exempt from the rules for requests (`http.headers.preserve`). Default Content-Type. */
  readonly preservedRequestHeaders: ReadonlySet<string>;
  /** The same for responses (`http.response.headers.preserve`). Default empty. */
  readonly preservedResponseHeaders: ReadonlySet<string>;
  /** `http.user.agent.preserve`, default false. */
  readonly preserveUserAgent: boolean;
  /** `http.server.preserve`, default true. */
  readonly preserveServer: boolean;
  /** Default `Synapse-PT-HttpComponents-NIO`. */
  readonly userAgent: string;
  /** Default `WSO2-PassThrough-HTTP`. */
  readonly serverName: string;
  /** Any other synapse property by its full key. */
  property(key: string): string | undefined;
}
