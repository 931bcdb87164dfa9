import type { Message } from '../message/index.js';

/** A text of `<authentication>`: literal, or an expression in braces that is evaluated per message. Throws Fault. */
export type Credential = (message: Message) => string;

/** `<basicAuth>` */
export interface BasicAuthentication {
  readonly kind: 'basic';
  readonly username: Credential;
  readonly password: Credential;
}

/** How the gateway gets its tokens (endpoints sheet, section 7). */
export interface OAuthAuthentication {
  readonly kind: 'oauth';
  readonly grant: 'clientCredentials' | 'passwordCredentials' | 'authorizationCode';
  readonly clientId: Credential;
  readonly clientSecret: Credential;
  readonly tokenUrl: Credential;
  /** Only of passwordCredentials. */
  readonly username: Credential | undefined;
  readonly password: Credential | undefined;
  /** Only of authorizationCode. */
  readonly refreshToken: Credential | undefined;
  /** `payload`: the client goes into the form; anything else: into a Basic header. */
  readonly authMode: Credential | undefined;
  readonly requestParameters: readonly (readonly [name: string, value: Credential])[];
  readonly customHeaders: readonly (readonly [name: string, value: Credential])[];
  readonly timeouts: TokenTimeouts;
  readonly proxy: TokenProxy | undefined;
}

/** Limits of the token request in milliseconds; undefined: not given. */
export interface TokenTimeouts {
  readonly connection: number | undefined;
  readonly socket: number | undefined;
  /** `useGlobalConnectionTimeoutConfigs`; undefined: the configuration decides. */
  readonly useGlobal: boolean | undefined;
}

/** `<proxyConfigs>`, or the wish to use the configured proxy. */
export interface TokenProxy {
  /** Undefined: the one of the configuration. */
  readonly own: { readonly url: string; readonly username?: string; readonly password?: string } | undefined;
  readonly nonProxyHosts: string | undefined;
  readonly targetProxyHosts: string | undefined;
}

/** Element `<authentication>` of an http endpoint. */
export type Authentication = BasicAuthentication | OAuthAuthentication;

/** Who wants to call whom with which credentials. */
export interface AuthorizationRequest {
  readonly message: Message;
  readonly authentication: Authentication;
  /** Name of the endpoint for fault messages; null when it has none. */
  readonly endpoint: string | null;
  /** The same for all messages of one endpoint element, different for any two of them. */
  readonly identity: string;
  /** The URL that will be called, before the path of the API is appended. */
  readonly url: string;
  /** The Authorization that this request was just refused with: it is not given out again. */
  readonly rejected?: string;
}

/** Gives requests to backends their credentials. The oauth layer implements it. */
export interface Authorizer {
  /**
   * The value of the Authorization header.
   * @throws Fault 303003 when there is none: the request must not be sent then
   */
  authorize(request: AuthorizationRequest): string | Promise<string>;
}
