import {
  type Api,
  artifactsOf,
  globalFaultHandler,
  prefixLength,
  type Resource,
  ResourceChooser,
  urlPostfix,
} from '../compile/index.js';
import {
  type FaultHandler,
  headerName,
  JavaNumber,
  type Message,
  type OutFlow,
  plainResponse,
  UsualNames,
} from '../message/index.js';
import type { ServiceMetrics } from '../observe/index.js';
import { after, CONTINUE, type Outcome, type Run, STOP } from '../run/index.js';
import type { ApiHandler } from './api-handlers.js';
import { correlationHeader } from './correlation.js';
import { allowedMethods, type CorsAnswer, type CorsRule } from './cors.js';
import { setQueryParameters } from './query-parameters.js';
import type { Route } from './route.js';

const originHeader = headerName('Origin');
const correlationName = headerName(correlationHeader);

/** Sequences that answer in the place of a bare 404 and 405. */
const mismatchHandler = '_resource_mismatch_handler_';
const methodHandler = '_method_not_allowed_handler_';

/** What the answers of a resource have in common. */
interface ResourceFlow {
  readonly cors: CorsAnswer | undefined;
  readonly outFlow: OutFlow;
}

/**
 * A resource as a snapshot serves it. What a request asks of it lies together: with many APIs each step to another object
 * waits for the memory.
 */
class ResourceService implements ResourceFlow {
  readonly id: string;
  /** Text of its mapping; the default resource has none. */
  readonly path: string | undefined;
  readonly inSequence: Run | undefined;
  readonly faultHandler: Resource['faultHandler'];
  /** Of requests without an origin, like the out-flow. */
  readonly cors: CorsAnswer | undefined;
  readonly outFlow: OutFlow;

  constructor(
    readonly resource: Resource,
    /** Undefined: somebody else sees to CORS. */
    readonly rule: CorsRule | undefined,
    readonly handler: ApiHandler | undefined,
  ) {
    this.id = resource.id;
    this.path = resource.mapping?.text;
    this.inSequence = resource.inSequence;
    this.faultHandler = resource.faultHandler;
    this.cors = rule?.answer(undefined, resource);
    this.outFlow = makeOutFlow(resource, this.cors, handler);
  }

  /** What the answers to requests of an origin have in common. */
  flowFor(origin: string): ResourceFlow {
    const cors = this.rule?.answer(origin, this.resource);
    return { cors, outFlow: makeOutFlow(this.resource, cors, this.handler) };
  }
}

/** An API as a snapshot serves it. */
export class ApiService {
  readonly name: string;
  /** The artifact as log lines name it. */
  readonly label: string;
  /** Value of ARTIFACT_NAME. */
  readonly artifactName: string;
  readonly version: string;
  readonly versionType: string;
  readonly context: string;
  readonly prefix: number;
  /** The postfix is what follows the prefix. */
  readonly plain: boolean;
  readonly resources: ResourceChooser<ResourceService>;
  /** Made when the first request is counted. */
  metrics: ServiceMetrics | undefined;

  constructor(
    readonly api: Api,
    cors: CorsRule,
    /** What goes around it. */
    readonly handler: ApiHandler | undefined,
  ) {
    this.name = api.fullName;
    this.label = `api:${api.fullName}`;
    this.artifactName = `api${api.fullName}`;
    this.version = api.version;
    this.versionType = api.versionType;
    this.context = api.context;
    this.prefix = prefixLength(api);
    this.plain = api.versionType !== 'url' && api.context !== '';
    const rule = handler ? undefined : cors;
    this.resources = new ResourceChooser(api.resources, (resource) => new ResourceService(resource, rule, handler));
  }
}

/** Runs a request through the API that was chosen for it (configuration sheet 3.3 to 3.9). */
export function runApi(service: ApiService, message: Message, route: Route): Outcome | Promise<Outcome> {
  const { exchange } = message;
  const { target } = exchange.client;
  route.service = service.name;
  route.api = service;
  route.kind = 'api';
  exchange.artifact = service.label;
  const rest = target.slice(service.prefix);
  const subPath = rest || '/';
  setApiProperties(service, message, subPath);
  message.axis2.set('REST_URL_POSTFIX', service.plain ? rest : urlPostfix(service.api, target));
  if (service.handler) return runHandled(service, service.handler, message, route);
  return runMatching(service, message, route, subPath);
}

/** Runs what goes around the API first. What sends in there has no resource yet: its answer has no out-sequence. */
function runHandled(
  service: ApiService,
  handler: ApiHandler,
  message: Message,
  route: Route,
): Outcome | Promise<Outcome> {
  message.exchange.outFlow = {
    run: handledRun(handler, sendBack),
    handlers: (answer) => stackOf(globalFaultHandler(answer), undefined),
    receiverHandlers: (answer) => stackOf(globalFaultHandler(answer), undefined),
  };
  return after(handler.request(message, route), (outcome) => {
    if (outcome !== CONTINUE) return STOP;
    return runMatching(service, message, route, message.exchange.client.target.slice(service.prefix) || '/');
  });
}

function sendBack(answer: Message): Outcome | Promise<Outcome> {
  answer.exchange.ending ??= 'respond';
  return after(answer.exchange.respond(answer), () => STOP);
}

/** Runs the resource that takes the request. */
function runMatching(service: ApiService, message: Message, route: Route, subPath: string): Outcome | Promise<Outcome> {
  const { exchange, headers } = message;
  const { method, scheme } = exchange.client;
  const hasBody = message.axis2.get('NO_ENTITY_BODY') !== true;
  const choice = service.resources.choose({ method, subPath, scheme, headers, hasBody });
  switch (choice.kind) {
    case 'resource':
      for (const [name, value] of choice.variables) message.properties.set(`uri.var.${name}`, value);
      return runResource(choice.served, message, route);
    case 'mismatch':
      return refuse(message, mismatchHandler, 404);
    case 'method-not-allowed':
      return refuse(message, methodHandler, 405);
    case 'bad-request':
      exchange.respondWith(plainResponse(exchange, 400));
      return STOP;
  }
}

function refuse(message: Message, handler: string, status: number): Outcome | Promise<Outcome> {
  const sequence = artifactsOf(message).sequence(handler);
  if (sequence) return sequence.run(message);
  message.exchange.respondWith(plainResponse(message.exchange, status));
  return STOP;
}

const apiNames = new UsualNames([
  'SYNAPSE_REST_API',
  'SYNAPSE_REST_API_VERSION',
  'SYNAPSE_REST_API_VERSION_STRATEGY',
  'REST_API_CONTEXT',
  'REST_FULL_REQUEST_PATH',
  'REST_SUB_REQUEST_PATH',
  'REST_URL_PREFIX',
  'REST_METHOD',
  'ARTIFACT_NAME',
  'rest.url.pattern',
  'RESOURCE_PATH',
  'SYNAPSE_RESOURCE',
]);

function setApiProperties(service: ApiService, message: Message, subPath: string): void {
  const { method, target, scheme, host } = message.exchange.client;
  message.properties.setUsual(apiNames, [
    service.name,
    service.version,
    service.versionType,
    service.context,
    target,
    subPath,
    `${scheme}://${host}`,
    method,
    service.artifactName,
  ]);
}

function runResource(service: ResourceService, message: Message, route: Route): Outcome | Promise<Outcome> {
  const { exchange, properties } = message;
  const { path } = service;
  if (path !== undefined) {
    properties.set('rest.url.pattern', path);
    properties.set('RESOURCE_PATH', path);
  }
  const origin = message.headers.textOf(originHeader);
  const { cors, outFlow } = origin === undefined ? service : service.flowFor(origin);
  if (exchange.client.method === 'OPTIONS') {
    const { resource } = service;
    if (answersOptions(resource, message)) {
      const status = cors && !cors.allowed ? 403 : 200;
      const headers = [['Allow', allowedMethods(resource)], ...(cors?.headers ?? [])] as const;
      exchange.respondWith(plainResponse(exchange, status, headers));
      return STOP;
    }
    if (cors && !cors.allowed) message.axis2.set('HTTP_SC', new JavaNumber('int', 403));
  }
  route.cors = cors;
  properties.set('SYNAPSE_RESOURCE', service.id);
  setQueryParameters(message, exchange.client.target);
  exchange.outFlow = outFlow;
  const handler = service.faultHandler(message);
  if (handler) message.faultHandlers.push(handler);
  return service.inSequence ? service.inSequence(message) : CONTINUE;
}

/** Whether the engine answers OPTIONS itself: always, unless the resource lists it and Max-Forwards is not used up. */
function answersOptions(resource: Resource, { headers }: Message): boolean {
  if (!resource.methods.includes('OPTIONS')) return true;
  const forwards = headers.get('Max-Forwards');
  if (forwards === undefined || !/^\d{1,9}$/.test(forwards)) return false;
  if (Number(forwards) === 0) return true;
  headers.set('Max-Forwards', String(Number(forwards) - 1));
  return false;
}

/** The way of an answer of `send`: the out-sequence sees what CORS adds and the correlation header. */
function makeOutFlow(resource: Resource, cors: CorsAnswer | undefined, handler: ApiHandler | undefined): OutFlow {
  const { outSequence } = resource;
  const run =
    outSequence &&
    ((answer: Message) => {
      for (const header of cors?.headers ?? []) answer.headers.put(header);
      answer.headers.put([correlationHeader, answer.exchange.correlationId, correlationName]);
      return outSequence(answer);
    });
  return {
    run: handler ? handledRun(handler, run ?? sendBack) : run,
    handlers: (answer) => stackOf(globalFaultHandler(answer), resource.faultHandler(answer)),
    receiverHandlers: (answer) => stackOf(globalFaultHandler(answer), undefined),
  };
}

/** What goes around the API sees an answer before its out-sequence does. */
function handledRun(handler: ApiHandler, run: Run): Run {
  return (answer) => after(handler.response(answer), (outcome) => (outcome === CONTINUE ? run(answer) : STOP));
}

function stackOf(outer: FaultHandler | undefined, inner: FaultHandler | undefined): FaultHandler[] {
  if (outer) return inner ? [outer, inner] : [outer];
  return inner ? [inner] : [];
}
