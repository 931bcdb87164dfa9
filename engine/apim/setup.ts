/**
 * What an API manager knows before the first request: APIs, applications, users, tokens (gateway sheet, section 0). Plain
 * data, read from a file or from a fixture; `setup-schema.ts` checks it.
 */
export interface ApimSetup {
  /** Text of a `deployment.toml`. */
  readonly toml?: string;
  readonly keyManager?: KeyManagerSetup;
  readonly apis?: readonly ApiSetup[];
  /** Sequences that run in all APIs, as XML: `WSO2AM--Ext--In` and `WSO2AM--Ext--Out`. */
  readonly globalSequences?: { readonly In?: string; readonly Out?: string };
  readonly applications?: readonly ApplicationSetup[];
  readonly subscriptions?: readonly SubscriptionSetup[];
  readonly users?: readonly UserSetup[];
  /** Organisations besides `carbon.super`. */
  readonly tenants?: readonly string[];
  readonly userStores?: readonly UserStoreSetup[];
  /** Tokens that were issued before. */
  readonly tokens?: readonly TokenSetup[];
  /** Authorization codes that were issued before. */
  readonly codes?: readonly CodeSetup[];
  readonly apiKeys?: readonly ApiKeySetup[];
  /** Tokens of others, to be made and signed; their compact form is `{{jwt name}}` in a fixture. */
  readonly jwts?: readonly JwtSetup[];
  /** Identity providers whose assertions count. */
  readonly idps?: readonly IdpSetup[];
  readonly policies?: PoliciesSetup;
  /** Deny conditions. */
  readonly blocks?: readonly BlockSetup[];
}

export interface KeyManagerSetup {
  /** Address of its OAuth2 resources as others see it. */
  readonly url?: string;
  /** Default `opaque`. */
  readonly tokenType?: 'opaque' | 'jwt';
  /** In seconds; default 3600. Negative: never expires. */
  readonly userTokenValidity?: number;
  /** In seconds; default 3600. Negative: never expires. */
  readonly appTokenValidity?: number;
  /** In seconds; default 86400. Negative: never expires. */
  readonly refreshTokenValidity?: number;
}

export interface ApiSetup {
  readonly name: string;
  readonly version: string;
  /** Without the version: `/pizzashack`. */
  readonly context: string;
  /** Default `admin`. */
  readonly provider?: string;
  /** Default `PUBLISHED`. */
  readonly lifecycle?: 'CREATED' | 'PROTOTYPED' | 'PUBLISHED' | 'BLOCKED' | 'DEPRECATED' | 'RETIRED';
  /** Default both. */
  readonly transports?: readonly ('http' | 'https')[];
  /** Default `oauth2`. */
  readonly security?: readonly string[];
  /** Name of the header with the token. Default `Authorization`. */
  readonly authHeader?: string;
  /** The context without a version leads to this version. */
  readonly defaultVersion?: boolean;
  readonly subscriptionTiers?: readonly string[];
  readonly apiTier?: string;
  readonly operations?: readonly OperationSetup[];
  readonly endpoint?: EndpointSetup;
  readonly endpointSecurity?: { readonly production?: EndpointSecuritySetup; readonly sandbox?: EndpointSecuritySetup };
  readonly cors?: CorsSetup;
  /** The API's own sequences, as XML. */
  readonly sequences?: { readonly in?: string; readonly out?: string; readonly fault?: string };
  /** Answers are kept for so many seconds. */
  readonly responseCache?: number;
  readonly schemaValidation?: boolean;
  /** OpenAPI. */
  readonly definition?: Readonly<Record<string, unknown>>;
}

export interface OperationSetup {
  readonly verb: string;
  readonly target: string;
  /** `None`: no credentials are wanted. Default `Any`. */
  readonly authType?: string;
  readonly scopes?: readonly string[];
  readonly tier?: string;
}

export interface EndpointSetup {
  readonly type?: 'http' | 'address' | 'failover' | 'load_balance' | 'default';
  /** Several for `failover` and `load_balance`. */
  readonly production?: string | readonly string[];
  readonly sandbox?: string | readonly string[];
}

export interface EndpointSecuritySetup {
  readonly type: 'basic' | 'digest' | 'apikey' | 'oauth' | 'none';
  readonly username?: string;
  readonly password?: string;
  readonly tokenUrl?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly grantType?: string;
  readonly customParameters?: Readonly<Record<string, string>>;
  readonly apiKeyIdentifier?: string;
  readonly apiKeyValue?: string;
  readonly apiKeyIdentifierType?: 'HEADER' | 'QUERY_PARAMETER';
}

export interface CorsSetup {
  readonly enabled?: boolean;
  readonly allowOrigins?: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly allowCredentials?: boolean;
}

export interface ApplicationSetup {
  readonly name: string;
  /** Default: the name. */
  readonly id?: string;
  readonly owner: string;
  /** Default `Unlimited`. */
  readonly tier?: string;
  readonly keys?: { readonly PRODUCTION?: ApplicationKeySetup; readonly SANDBOX?: ApplicationKeySetup };
}

export interface ApplicationKeySetup {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly grantTypes?: readonly string[];
  readonly callbackUrl?: string;
}

/** `PRODUCTION` or `SANDBOX`. */
export type KeyType = 'PRODUCTION' | 'SANDBOX';

export interface SubscriptionSetup {
  readonly application: string;
  /** `name:version` */
  readonly api: string;
  /** Default `Unlimited`. */
  readonly tier?: string;
  /** Default `UNBLOCKED`. */
  readonly state?: 'UNBLOCKED' | 'BLOCKED' | 'PROD_ONLY_BLOCKED' | 'ON_HOLD' | 'REJECTED';
}

export interface UserSetup {
  /** `john`, `SECONDARY/john`, `john@abc.com`. */
  readonly name: string;
  readonly password: string;
  readonly roles?: readonly string[];
  readonly permissions?: readonly string[];
  /** Default: what stands behind the last `@` of the name when it is a tenant, else `carbon.super`. */
  readonly tenant?: string;
}

export interface UserStoreSetup {
  readonly domain: string;
  readonly type: 'rest';
  readonly url: string;
  /** `user:password` */
  readonly basic?: string;
  /** Default `carbon.super`. */
  readonly tenant?: string;
}

export interface TokenSetup {
  readonly value: string;
  /** Absent for tokens of users that no gateway sees. */
  readonly application?: string;
  /** Default `PRODUCTION`. */
  readonly keyType?: KeyType;
  /** Default: the owner of the application. */
  readonly user?: string;
  /** Default `default`. */
  readonly scopes?: readonly string[];
  /** In seconds from the start; default 3600, negative: for ever. */
  readonly validFor?: number;
  /** Default `ACTIVE`. */
  readonly state?: 'ACTIVE' | 'INACTIVE' | 'EXPIRED' | 'REVOKED';
  /** What kind of token it counts as. Default `opaque`. */
  readonly format?: 'opaque' | 'jwt';
}

export interface CodeSetup {
  readonly value: string;
  readonly application: string;
  readonly user: string;
  readonly redirectUri?: string;
  readonly scopes?: readonly string[];
  /** In seconds from the start; default 300. */
  readonly validFor?: number;
  readonly codeChallenge?: string;
  /** Default `plain`. */
  readonly codeChallengeMethod?: 'S256' | 'plain';
}

export interface ApiKeySetup {
  readonly value: string;
  readonly application: string;
  /** Default `PRODUCTION`. */
  readonly keyType?: KeyType;
  /** Addresses and ranges, separated by commas. */
  readonly permittedIP?: string;
  /** Referers, with `*`, separated by commas. */
  readonly permittedReferer?: string;
}

export interface JwtSetup {
  readonly name: string;
  /** Name of the key that signs. */
  readonly key: string;
  readonly header: Readonly<Record<string, unknown>>;
  /** Times may be `"+300"`: seconds from the start. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface IdpSetup {
  readonly name: string;
  readonly alias: string;
  /** Name of the key whose signatures count. */
  readonly key: string;
}

export interface QuotaSetup {
  readonly count: number;
  readonly unit: 'sec' | 'min' | 'hour' | 'day';
  /** In units; default 1. */
  readonly unitTime?: number;
}

export interface PolicySetup extends QuotaSetup {
  readonly burst?: QuotaSetup;
}

export interface PoliciesSetup {
  readonly subscription?: Readonly<Record<string, PolicySetup>>;
  readonly application?: Readonly<Record<string, PolicySetup>>;
  readonly resource?: Readonly<Record<string, PolicySetup>>;
  readonly api?: Readonly<Record<string, PolicySetup>>;
}

export interface BlockSetup {
  readonly type: 'API' | 'APPLICATION' | 'USER' | 'IP' | 'IPRANGE';
  readonly value: string;
}

/** Which generation of the product is followed. */
export type Profile = '1.x' | '3.x' | '4.x' | 'is';
