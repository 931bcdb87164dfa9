import { type Api, artifactsOf } from '../../compile/index.js';
import type { AnswerHeaders, ApiHandler } from '../../host/index.js';
import {
  type Exchange,
  type Header,
  headerName,
  type KnownHeader,
  type Message,
  plainResponse,
  valueText,
} from '../../message/index.js';
import { after, CONTINUE, type Outcome, STOP } from '../../run/index.js';
import type { Lifecycle } from '../lifecycles.js';
import type { ApiSetup, KeyType } from '../setup.js';
import type { ApimState } from '../state.js';
import type { Access } from './access/index.js';
import { faultSequenceOf } from './api-xml.js';
import { type CorsPolicy, corsHeaders, corsPolicy } from './cors-policy.js';
import { EndpointSecurity } from './endpoint-security.js';
import { answerError, type ErrorAnswer } from './error-answer.js';
import { declaredExtensions, requireExtensions, runExtensions } from './extension-sequences.js';
import { answerOf, blockedApi, invalidSchema, noResource, unclassified } from './gateway-answers.js';
import { type Caller, type Invocation, isRefusal, type Refusal } from './invocation.js';
import type { ManagedApi, ManagedResource } from './managed-api.js';
import { setInvocationProperties, setTarget } from './message-properties.js';
import { ResourceTable } from './resource-table.js';
import { SchemaValidation } from './schema-validation.js';

/** One request on its way through the handlers of an API. */
interface Passage {
  readonly message: Message;
  readonly resource: ManagedResource;
  readonly invocation: Invocation;
  caller: Caller | undefined;
}

type Phase = (passage: Passage) => Outcome | Promise<Outcome>;

const originHeader = headerName('Origin');
const correlationName = headerName('activityid');

/** The handlers of an API, in their order (gateway sheet A.2). */
export class ManagedApiHandler implements ApiHandler {
  readonly #state: ApimState;
  readonly #managed: ManagedApi;
  #current: ApiSetup;
  readonly #access: Access;
  readonly #resources: ResourceTable;
  readonly #cors: CorsPolicy | undefined;
  readonly #validation: SchemaValidation | undefined;
  readonly #security = new Map<string, EndpointSecurity>();
  readonly #phases: readonly Phase[];
  /** Those whose answer is still to come. */
  readonly #passages = new WeakMap<Exchange, Passage>();

  constructor(api: Api, managed: ManagedApi, access: Access, state: ApimState) {
    const { schemaValidation, definition, endpointSecurity } = managed.setup;
    this.#state = state;
    this.#managed = managed;
    this.#current = managed.setup;
    this.#access = access;
    this.#resources = new ResourceTable(api, managed);
    this.#cors = corsPolicy(managed, state);
    this.#validation = schemaValidation && definition ? new SchemaValidation(definition) : undefined;
    for (const keyType of ['PRODUCTION', 'SANDBOX'] as const) {
      const own = endpointSecurity?.[keyType === 'PRODUCTION' ? 'production' : 'sandbox'];
      if (own) this.#security.set(keyType, new EndpointSecurity(state, managed.setup, keyType, own));
    }
    const declared = declaredExtensions(managed, state.setup);
    this.#phases = [
      (passage) => this.#authenticate(passage),
      (passage) => this.#throttle(passage),
      ({ message }) => {
        requireExtensions(message, declared);
        return runExtensions(message, managed.synapseName, 'In');
      },
      (passage) => this.#validateRequest(passage),
      (passage) => this.#secure(passage.message),
    ];
  }

  request(message: Message, answer: AnswerHeaders): Outcome | Promise<Outcome> {
    const { headers, exchange } = message;
    const { client } = exchange;
    const { context, setup } = this.#managed;
    const lifecycle = this.#state.lifecycles.of(setup);
    // It is not there any more.
    if (lifecycle === 'RETIRED') return this.#runShipped(message, 'main');
    const found = this.#resources.find(
      {
        method: client.method,
        subPath: client.target.slice(context.length) || '/',
        scheme: client.scheme,
        headers,
        hasBody: message.axis2.get('NO_ENTITY_BODY') !== true,
      },
      headers.get('Access-Control-Request-Method'),
    );
    const resource = 'resource' in found ? found.resource : undefined;
    this.#finishAnswer(message, resource, answer);
    if (found.kind !== 'resource') {
      if (!this.#cors) return this.#refuse(message, noResource);
      if (found.kind === 'preflight') return preflight(message);
      return this.#runShipped(message, found.kind === 'unknown-path' ? mismatch : wrongMethod);
    }
    if (lifecycle === 'BLOCKED') return this.#answer(message, blockedApi);
    const passage = {
      message,
      resource: found.resource,
      invocation: this.#invocation(message, found.resource, lifecycle),
      caller: undefined,
    };
    this.#passages.set(exchange, passage);
    return runPhases(this.#phases, passage, 0);
  }

  response(message: Message): Outcome | Promise<Outcome> {
    const status = valueText(message.axis2.get('HTTP_SC'));
    const keyType = valueText(message.properties.get('AM_KEY_TYPE'));
    this.#security.get(keyType ?? '')?.seen(message.exchange, status);
    completeLocation(message);
    return after(runExtensions(message, this.#managed.synapseName, 'Out'), (outcome) =>
      outcome === CONTINUE ? this.#validateResponse(message) : STOP,
    );
  }

  /** Every answer carries what CORS says and the correlation header, and none the backend's JWT. */
  #finishAnswer(message: Message, resource: ManagedResource | undefined, answer: AnswerHeaders): void {
    const { exchange } = message;
    const origin = message.headers.textOf(originHeader);
    const cors = this.#cors ? corsHeaders(this.#cors, origin, resource, exchange.client.method) : [];
    const dropped = this.#access.backendJwtHeader?.toLowerCase();
    answer.finish = (headers) => {
      const added: KnownHeader[] = [...cors, ['activityid', exchange.correlationId, correlationName]];
      const kept = dropped === undefined ? headers : headers.filter((header) => keyOf(header) !== dropped);
      const present = new Set(kept.map(keyOf));
      return [...kept, ...added.filter((header) => !present.has(header[2].key))];
    };
  }

  #invocation(message: Message, resource: ManagedResource, lifecycle: Lifecycle): Invocation {
    const { method, target, scheme, remoteAddress, certificate } = message.exchange.client;
    const { context } = this.#managed;
    const operation = resource.operations.get(method)!;
    // Whoever likes may try a prototype.
    const open = lifecycle === 'PROTOTYPED' ? { ...operation, authType: 'None' } : operation;
    return {
      api: this.#apiIn(lifecycle),
      context,
      operation: open,
      method,
      target,
      headers: message.headers,
      scheme,
      remoteAddress,
      clientCertificate: certificate,
    };
  }

  /** The setup as it is now. */
  #apiIn(lifecycle: Lifecycle): ApiSetup {
    if (this.#current.lifecycle !== lifecycle) this.#current = { ...this.#managed.setup, lifecycle };
    return this.#current;
  }

  #authenticate(passage: Passage): Outcome | Promise<Outcome> {
    const { invocation, message } = passage;
    const fail = (thrown: unknown): Outcome | Promise<Outcome> => {
      message.log('error', `Authentication failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      return this.#refuse(message, unclassified);
    };
    try {
      const result = this.#access.authenticate(invocation);
      if (!(result instanceof Promise)) return this.#admit(passage, result);
      return result.then((known) => this.#admit(passage, known), fail);
    } catch (thrown) {
      return fail(thrown);
    }
  }

  #admit(passage: Passage, result: Caller | Refusal): Outcome | Promise<Outcome> {
    const { message, resource } = passage;
    if (isRefusal(result)) return this.#refuse(message, result);
    passage.caller = result;
    setTarget(message, this.#managed, result.target);
    setInvocationProperties(message, this.#managed, resource, result, this.#state.users);
    return CONTINUE;
  }

  #throttle({ message, invocation, caller }: Passage): Outcome | Promise<Outcome> {
    const refusal = this.#access.throttle(invocation, caller!);
    if (refusal) return this.#refuse(message, refusal);
    const jwt = this.#access.backendJwt(invocation, caller!);
    // What a client sends under that name is none of the gateway's words.
    if (this.#access.backendJwtHeader !== undefined) message.headers.remove(this.#access.backendJwtHeader);
    if (jwt) message.headers.set(jwt.header, jwt.value);
    return CONTINUE;
  }

  #validateRequest({ message, resource }: Passage): Outcome | Promise<Outcome> {
    const problem = this.#validation?.request(message, resource);
    return after(problem, (text) => {
      return text === undefined ? CONTINUE : this.#answer(message, invalidSchema('Request', text));
    });
  }

  #validateResponse(message: Message): Outcome | Promise<Outcome> {
    const passage = this.#passages.get(message.exchange);
    if (!this.#validation || !passage) return CONTINUE;
    const status = valueText(message.axis2.get('HTTP_SC')) ?? '200';
    return after(this.#validation.response(message, passage.resource, status), (text) => {
      return text === undefined ? CONTINUE : this.#answer(message, invalidSchema('Response', text));
    });
  }

  /** Gives the request its backend's credentials; what fails here belongs to the API's own fault sequence. */
  #secure(message: Message): Outcome | Promise<Outcome> {
    const keyType = valueText(message.properties.get('AM_KEY_TYPE')) === 'PRODUCTION' ? 'PRODUCTION' : 'SANDBOX';
    const security = this.#security.get(keyType satisfies KeyType);
    if (!security) return CONTINUE;
    const handler = artifactsOf(message).sequence(faultSequenceOf(this.#managed))?.handler;
    if (handler) message.faultHandlers.push(handler);
    return after(security.add(message), (outcome) => {
      if (handler) message.faultHandlers.pop();
      return outcome;
    });
  }

  #runShipped(message: Message, name: string): Outcome | Promise<Outcome> {
    return after(artifactsOf(message).sequence(name)!.run(message), () => STOP);
  }

  #refuse(message: Message, refusal: Refusal): Outcome | Promise<Outcome> {
    return this.#answer(message, answerOf(refusal));
  }

  #answer(message: Message, error: ErrorAnswer): Outcome | Promise<Outcome> {
    return answerError(message, error, this.#state.profile);
  }
}

const mismatch = '_resource_mismatch_handler_';
const wrongMethod = '_method_not_allowed_handler_';

function runPhases(phases: readonly Phase[], passage: Passage, from: number): Outcome | Promise<Outcome> {
  for (let at = from; at < phases.length; at++) {
    const outcome = phases[at]!(passage);
    if (typeof outcome !== 'boolean') {
      return outcome.then((end) => (end === CONTINUE ? runPhases(phases, passage, at + 1) : STOP));
    }
    if (outcome === STOP) return STOP;
  }
  return CONTINUE;
}

function preflight({ exchange }: Message): Outcome {
  exchange.respondWith(plainResponse(exchange, 200));
  return STOP;
}

/** A relative Location is taken to lead to the gateway, where its client would look for it (gateway sheet E.8). */
function completeLocation({ headers, exchange }: Message): void {
  const location = headers.get('Location');
  if (location === undefined || /^[a-z][a-z0-9+.-]*:/i.test(location)) return;
  const { scheme, host } = exchange.client;
  const complete = location.startsWith('//')
    ? `${scheme}:${location}`
    : `${scheme}://${host}/${location.replace(/^\//, '')}`;
  headers.set('Location', complete);
}

function keyOf(header: Header): string {
  return (header[2] ?? headerName(header[0])).key;
}
