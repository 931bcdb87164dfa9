import {
  type Api,
  artifactsOf,
  chooseResource,
  globalFaultHandler,
  type Resource,
  subRequestPath,
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
import { CONTINUE, type Outcome, STOP } from '../run/index.js';
import { correlationHeader } from './correlation.js';
import { allowedMethods, type CorsAnswer, type CorsRule, corsAnswer } from './cors.js';
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

/** An API as a snapshot serves it. */
export class ApiService {
  /** Of requests without an origin, by resource: they are all the same. */
  readonly flows = new Map<Resource, ResourceFlow>();
  /** Made when the first request is counted. */
  metrics: ServiceMetrics | undefined;

  constructor(readonly api: Api) {}
}

/** What a resource runs with. */
interface ResourceRun {
  readonly message: Message;
  readonly route: Route;
  readonly flows: ApiService['flows'];
  readonly rule: CorsRule;
}

/** Runs a request through the API that was chosen for it (configuration sheet 3.3 to 3.9). */
export function runApi(
  service: ApiService,
  message: Message,
  route: Route,
  cors: CorsRule,
): Outcome | Promise<Outcome> {
  const { api, flows } = service;
  const { exchange, headers } = message;
  const { client } = exchange;
  route.service = api.fullName;
  route.api = service;
  route.kind = 'api';
  exchange.artifact = `api:${api.fullName}`;
  const subPath = subRequestPath(api, client.target);
  setApiProperties(api, message, subPath);
  const choice = chooseResource(api, {
    method: client.method,
    subPath,
    scheme: client.scheme,
    headers,
    hasBody: message.axis2.get('NO_ENTITY_BODY') !== true,
  });
  switch (choice.kind) {
    case 'resource':
      for (const [name, value] of choice.variables) message.properties.set(`uri.var.${name}`, value);
      return runResource(choice.resource, { message, route, flows, rule: cors });
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

function setApiProperties(api: Api, message: Message, subPath: string): void {
  const { method, target, scheme, host } = message.exchange.client;
  message.properties.setUsual(apiNames, [
    api.fullName,
    api.version,
    api.versionType,
    api.context,
    target,
    subPath,
    `${scheme}://${host}`,
    method,
    `api${api.fullName}`,
  ]);
  message.axis2.set('REST_URL_POSTFIX', urlPostfix(api, target));
}

function runResource(resource: Resource, { message, route, flows, rule }: ResourceRun): Outcome | Promise<Outcome> {
  const { exchange, properties } = message;
  const { mapping } = resource;
  if (mapping) {
    properties.set('rest.url.pattern', mapping.text);
    properties.set('RESOURCE_PATH', mapping.text);
  }
  const origin = message.headers.textOf(originHeader);
  const flow = origin === undefined ? flowWithoutOrigin(resource, flows, rule) : makeFlow(resource, rule, origin);
  const { cors } = flow;
  if (exchange.client.method === 'OPTIONS') {
    if (answersOptions(resource, message)) {
      const status = cors && !cors.allowed ? 403 : 200;
      const headers = [['Allow', allowedMethods(resource)], ...(cors?.headers ?? [])] as const;
      exchange.respondWith(plainResponse(exchange, status, headers));
      return STOP;
    }
    if (cors && !cors.allowed) message.axis2.set('HTTP_SC', new JavaNumber('int', 403));
  }
  route.cors = cors;
  properties.set('SYNAPSE_RESOURCE', resource.id);
  setQueryParameters(message, exchange.client.target);
  exchange.outFlow = flow.outFlow;
  const handler = resource.faultHandler(message);
  if (handler) message.faultHandlers.push(handler);
  return resource.inSequence ? resource.inSequence(message) : CONTINUE;
}

function flowWithoutOrigin(resource: Resource, flows: ApiService['flows'], rule: CorsRule): ResourceFlow {
  let flow = flows.get(resource);
  if (!flow) {
    flow = makeFlow(resource, rule, undefined);
    flows.set(resource, flow);
  }
  return flow;
}

function makeFlow(resource: Resource, rule: CorsRule, origin: string | undefined): ResourceFlow {
  const cors = corsAnswer(rule, origin, resource);
  return { cors, outFlow: makeOutFlow(resource, cors) };
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
function makeOutFlow(resource: Resource, cors: CorsAnswer | undefined): OutFlow {
  const { outSequence } = resource;
  return {
    run:
      outSequence &&
      ((answer) => {
        for (const header of cors?.headers ?? []) answer.headers.put(header);
        answer.headers.put([correlationHeader, answer.exchange.correlationId, correlationName]);
        return outSequence(answer);
      }),
    handlers: (answer) => stackOf(globalFaultHandler(answer), resource.faultHandler(answer)),
    receiverHandlers: (answer) => stackOf(globalFaultHandler(answer), undefined),
  };
}

function stackOf(outer: FaultHandler | undefined, inner: FaultHandler | undefined): FaultHandler[] {
  if (outer) return inner ? [outer, inner] : [outer];
  return inner ? [inner] : [];
}
