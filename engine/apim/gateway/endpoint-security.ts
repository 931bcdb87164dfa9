import type { OAuthAuthentication } from '../../endpoints/index.js';
import { errorCodes, Fault } from '../../errors/index.js';
import { type Exchange, type Message, type OutboundResponse, valueText } from '../../message/index.js';
import { createAuthorizer, type TokenAuthorizer } from '../../oauth/index.js';
import { after, CONTINUE, type Outcome } from '../../run/index.js';
import type { ApiSetup, EndpointSecuritySetup, KeyType } from '../setup.js';
import type { ApimState } from '../state.js';
import { digestAuthorization } from './digest.js';
import { backendsOf, endpointName } from './managed-api.js';

/** How long a backend may take with its digest challenge, in milliseconds. */
const challengeTimeout = 30_000;

/** Gives requests what the backend of one kind of keys wants to see (gateway sheet A.4). */
export class EndpointSecurity {
  readonly #state: ApimState;
  readonly #security: EndpointSecuritySetup;
  readonly #name: string;
  /** Undefined: the backend is wherever `To` says. */
  readonly #backend: string | undefined;
  readonly #tokens: TokenAuthorizer = createAuthorizer();
  /** The Authorization with a token that each request was sent with. */
  readonly #sent = new WeakMap<Exchange, string>();
  /** The one that the backend has refused last. */
  #refused: string | undefined;

  constructor(state: ApimState, api: ApiSetup, keyType: KeyType, security: EndpointSecuritySetup) {
    this.#state = state;
    this.#security = security;
    this.#name = endpointName(api, keyType);
    this.#backend = backendsOf(api, keyType)?.[0];
  }

  /**
   * Adds the credentials to a request.
   * @throws Fault 303003 when there are none to be had: nothing may be sent then
   */
  add(message: Message): Outcome | Promise<Outcome> {
    const { type, username = '', password = '', apiKeyIdentifier = '', apiKeyValue = '' } = this.#security;
    switch (type) {
      case 'basic':
        return authorized(message, `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`);
      case 'apikey':
        if (this.#security.apiKeyIdentifierType === 'QUERY_PARAMETER') {
          addParameter(message, apiKeyIdentifier, apiKeyValue);
        } else message.headers.set(apiKeyIdentifier, apiKeyValue);
        return CONTINUE;
      case 'oauth':
        return after(this.#bearer(message), (value) => {
          this.#sent.set(message.exchange, value);
          return authorized(message, value);
        });
      case 'digest':
        return this.#digest(message).then((value) => (value === undefined ? CONTINUE : authorized(message, value)));
      default:
        return CONTINUE;
    }
  }

  /** Looks at an answer of the backend: a token that it refuses is not used again. */
  seen(exchange: Exchange, status: string | null): void {
    const sent = this.#sent.get(exchange);
    if (status === '401' && sent !== undefined) this.#refused = sent;
  }

  #bearer(message: Message): string | Promise<string> {
    const rejected = this.#refused;
    this.#refused = undefined;
    return this.#tokens.authorize({
      message,
      authentication: oauthOf(this.#security),
      endpoint: this.#name,
      identity: this.#name,
      url: this.#backend ?? '',
      ...(rejected === undefined ? {} : { rejected }),
    });
  }

  /** Asks the backend for its challenge first, without a body. Undefined: it wants no credentials. */
  async #digest(message: Message): Promise<string | undefined> {
    const { username = '', password = '' } = this.#security;
    const method = valueText(message.getProperty('axis2', 'HTTP_METHOD')) ?? 'GET';
    const postfix = valueText(message.axis2.get('REST_URL_POSTFIX')) ?? '';
    const address = `${(this.#backend ?? message.to ?? '').replace(/\/$/, '')}${postfix}`;
    const { status, headers } = await this.#challenge(message, method, address);
    if (status !== 401) return undefined;
    const challenges = headers.filter(([name]) => name.toLowerCase() === 'www-authenticate').map(([, value]) => value);
    const { pathname, search } = new URL(address);
    const value = digestAuthorization(challenges, { method, target: pathname + search, username, password });
    if (value === undefined) throw noCredentials('The backend wants no digest that is known here');
    return value;
  }

  async #challenge(message: Message, method: string, url: string): Promise<OutboundResponse> {
    if (!URL.canParse(url)) throw noCredentials('There is no address to ask for a digest challenge');
    try {
      const response = await this.#state.outbound.send({
        method,
        url,
        headers: [],
        body: null,
        connectTimeout: challengeTimeout,
        idleTimeout: challengeTimeout,
        totalTimeout: challengeTimeout,
        signal: message.exchange.signal,
        keepAlive: true,
      });
      if (!Buffer.isBuffer(response.body)) response.body.resume();
      return response;
    } catch (thrown) {
      throw noCredentials('The backend did not answer with a digest challenge', thrown);
    }
  }
}

function noCredentials(text: string, cause?: unknown): Fault {
  return new Fault(text, { errorCode: errorCodes.authenticationFailed, cause });
}

function authorized(message: Message, value: string): Outcome {
  message.headers.remove('Authorization');
  message.headers.set('Authorization', value);
  return CONTINUE;
}

function addParameter(message: Message, name: string, value: string): void {
  const postfix = valueText(message.axis2.get('REST_URL_POSTFIX')) ?? '';
  const parameter = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  message.axis2.set('REST_URL_POSTFIX', `${postfix}${postfix.includes('?') ? '&' : '?'}${parameter}`);
}

/** The token request of an endpoint; what comes from the setup is encoded for a form, which the client of tokens is not. */
function oauthOf(security: EndpointSecuritySetup): OAuthAuthentication {
  const { tokenUrl = '', clientId = '', clientSecret = '', username = '', password = '', customParameters } = security;
  const byPassword = security.grantType?.toUpperCase() === 'PASSWORD';
  return {
    kind: 'oauth',
    grant: byPassword ? 'passwordCredentials' : 'clientCredentials',
    clientId: () => clientId,
    clientSecret: () => clientSecret,
    tokenUrl: () => tokenUrl,
    username: byPassword ? () => encodeURIComponent(username) : undefined,
    password: byPassword ? () => encodeURIComponent(password) : undefined,
    refreshToken: undefined,
    authMode: undefined,
    requestParameters: Object.entries(customParameters ?? {}).map(
      ([name, value]) => [encodeURIComponent(name), () => encodeURIComponent(value)] as const,
    ),
    customHeaders: [],
    timeouts: { connection: undefined, socket: undefined, useGlobal: undefined },
    proxy: undefined,
  };
}
