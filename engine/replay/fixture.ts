import type { ApimSetup, Profile } from '../apim/index.js';

/** Plain JSON data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Header fields: one value, or several of the same name. */
export type FixtureHeaders = Readonly<Record<string, string | readonly string[]>>;

/** A body that is sent: text, a form, JSON, or bytes. */
export type FixtureBody =
  | string
  | { readonly form: Readonly<Record<string, string | readonly string[]>> }
  | { readonly json: Json }
  | { readonly base64: string }
  | { readonly multipart: readonly FixturePart[] };

/** A part of a multipart/form-data body. */
export interface FixturePart {
  readonly name: string;
  readonly filename?: string;
  /** Content-Type of the part. */
  readonly type?: string;
  readonly content: string;
}

/** The server that a request goes to: the gateway, or one of the API manager's own. */
export type FixtureServer = 'gateway' | 'keymanager' | 'identity' | 'publisher' | 'devportal';

/**
 * What a body must be: a text (exact), or one of the matchers. Leaves of `json`, `jsonSubset` and `form` may be value
 * matchers (`{"$matches": "…"}` and so on).
 */
export type BodyMatcher = string | BodyMatcherObject;

/** A matcher of a body; exactly one member. */
export interface BodyMatcherObject {
  readonly json?: Json;
  readonly jsonSubset?: Json;
  readonly xml?: string;
  readonly text?: string;
  readonly form?: Readonly<Record<string, Json>>;
  readonly matches?: string;
  readonly contains?: readonly string[];
  readonly absent?: readonly string[];
  readonly empty?: true;
  readonly base64?: string;
  readonly all?: readonly BodyMatcher[];
}

/** The request of a case, or of one of its steps. */
export interface FixtureRequest {
  /** Default GET. */
  readonly method?: string;
  /** With query; default `/`. */
  readonly path?: string;
  readonly headers?: FixtureHeaders;
  readonly body?: FixtureBody;
  /** Properties that are set before the flow runs, by scope. */
  readonly properties?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** How the connection counts. Default `https` in a case with a profile, else `http`. */
  readonly transport?: 'http' | 'https';
  /** Address of the client; default 127.0.0.1. */
  readonly remoteAddress?: string;
  /** Certificate that the client shows, its chain being trusted: names such as `CN=john`. */
  readonly clientCert?: { readonly subject: string; readonly issuer: string };
}

/** What a call must be to get this exchange's answer; every member is optional. */
export interface ExpectedCall {
  readonly method?: string;
  /** A text, or a value matcher. */
  readonly url?: Json;
  /** A subset; values are texts or value matchers. */
  readonly headers?: Readonly<Record<string, Json>>;
  readonly absentHeaders?: readonly string[];
  readonly body?: BodyMatcher;
}

/** What a backend answers. */
export interface FixtureAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: FixtureHeaders;
  readonly body?: string | { readonly base64: string };
  /** Virtual milliseconds until the answer comes. */
  readonly delayMs?: number;
  /** Instead of an answer: nobody listens, the connection is torn down, or nothing ever comes. */
  readonly error?: 'refused' | 'reset' | 'timeout';
}

/** A call to the outside world and what came back. */
export interface FixtureExchange {
  readonly request?: ExpectedCall;
  readonly response: FixtureAnswer;
  /** The case does not fail when this is never asked for. Default false. */
  readonly optional?: boolean;
}

/** A message or response that must come out. */
export interface ExpectedMessage {
  readonly status?: Json;
  readonly headers?: Readonly<Record<string, Json>>;
  readonly absentHeaders?: readonly string[];
  readonly body?: BodyMatcher;
}

/** What loading the artifacts must lead to. */
export type ExpectedLoad = 'ok' | { readonly error: string } | { readonly warning: string };

/** How the sequence of an `{"sequence"}` entry must end. */
export type ExpectedOutcome = 'continue' | 'respond' | 'drop' | 'send' | 'fault';

/** What must come out. */
export interface Expectation {
  readonly load?: ExpectedLoad;
  readonly outcome?: ExpectedOutcome;
  readonly message?: ExpectedMessage;
  readonly response?: ExpectedMessage;
  /** By scope: name → value or value matcher; null = unset. */
  readonly properties?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly fault?: { readonly code?: Json; readonly message?: string };
  readonly log?: readonly string[];
}

/** One request and what comes of it. */
export interface FixtureStep {
  readonly note?: string;
  /** Seconds by which the clock moves before the request. */
  readonly advance?: number;
  /** Default: that of the case. */
  readonly server?: FixtureServer;
  readonly request?: FixtureRequest;
  readonly exchanges?: readonly FixtureExchange[];
  /** Names for values of the response: `$.json.path`, `header:Name` or `body`. */
  readonly capture?: Readonly<Record<string, string>>;
  readonly expect?: Expectation;
}

/** A case: with these artifacts, this request, and these answers of the outside world, that is what comes out. */
export interface FixtureCase extends Omit<FixtureStep, 'note' | 'advance'> {
  readonly name: string;
  readonly source?: string;
  readonly checked?: string;
  /** Inline XML, or paths relative to the fixture. */
  readonly artifacts?: readonly string[];
  readonly entry: { readonly sequence: string } | { readonly http: true };
  /** The instant at which the case begins, as ISO text. */
  readonly clock?: string;
  /** Generation of the API manager that is followed. Default `4.x`. */
  readonly profile?: Profile;
  /** What the API manager knows before the first request. */
  readonly setup?: ApimSetup;
  readonly steps?: readonly FixtureStep[];
}
