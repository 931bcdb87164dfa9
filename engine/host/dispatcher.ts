import {
  type Api,
  ApiChooser,
  globalFaultHandler,
  type ProxyService,
  type RequestLine,
  type Sequence,
  type Snapshot,
} from '../compile/index.js';
import {
  type ClientResponse,
  type Exchange,
  type FaultHandler,
  type Message,
  plainResponse,
} from '../message/index.js';
import type { Metrics, ServiceMetrics } from '../observe/index.js';
import { CONTINUE, mediate, type Outcome, STOP } from '../run/index.js';
import type { ApiHandlers } from './api-handlers.js';
import { ApiService, runApi } from './api-run.js';
import { CorsRule } from './cors.js';
import type { Route } from './route.js';
import { serviceList } from './service-list.js';

/**
 * Brings a request to its flow (configuration sheet 3.3): `pre-mediate`, special paths, proxies, APIs, `main`. One
 * serves a snapshot; whatever can be worked out before a request comes is worked out here.
 */
export class Dispatcher {
  readonly #chooser: ApiChooser<ApiService>;
  /** Runs before everything, when it is deployed. */
  readonly #before: Sequence | undefined;
  /** Of proxies. */
  readonly #metrics = new Map<string, ServiceMetrics>();

  /** @param handlers what goes around APIs */
  constructor(
    readonly snapshot: Snapshot,
    readonly handlers: ApiHandlers | undefined,
  ) {
    const cors = new CorsRule(snapshot.services.settings);
    this.#chooser = new ApiChooser(snapshot.apis, (api) => new ApiService(api, cors, handlers?.handlerOf(api)));
    this.#before = snapshot.artifacts.preMediate;
  }

  /** The counters of what took a request; they are looked up once a snapshot. Undefined when nothing took it. */
  metricsOf(metrics: Metrics, { service, kind, api }: Route): ServiceMetrics | undefined {
    if (api) {
      api.metrics ??= metrics.service(api.name, 'api', api.context);
      return api.metrics;
    }
    if (service === undefined || kind === undefined) return undefined;
    let counters = this.#metrics.get(service);
    if (!counters) {
      counters = metrics.service(service, kind);
      this.#metrics.set(service, counters);
    }
    return counters;
  }

  /** Name of the proxy, or full name of the API, that takes the request; undefined for the others: `main` takes them. */
  serviceOf(request: RequestLine): string | undefined {
    return this.#proxyOf(request.target)?.name ?? this.#apiOf(request)?.name;
  }

  /**
   * Runs the flow of a request. A promise only when the flow waits.
   * @param route is filled in
   * @throws Fault when no fault handler took it
   */
  dispatch(message: Message, route: Route): Outcome | Promise<Outcome> {
    const fault = globalFaultHandler(message);
    if (fault) message.faultHandlers.push(fault);
    return mediate(message, () => this.#receive(message, route));
  }

  #receive(message: Message, route: Route): Outcome | Promise<Outcome> {
    if (!this.#before) return this.#route(message, route);
    const outcome = this.#before.run(message);
    if (typeof outcome === 'boolean') return outcome === CONTINUE ? this.#route(message, route) : STOP;
    return outcome.then((end) => (end === CONTINUE ? this.#route(message, route) : STOP));
  }

  #route(message: Message, route: Route): Outcome | Promise<Outcome> {
    const { client } = message.exchange;
    const special = this.#special(message.exchange);
    if (special) {
      message.exchange.respondWith(special);
      return STOP;
    }
    const proxy = this.#proxyOf(client.target);
    if (proxy) return this.#runProxy(proxy, message, route);
    const onDenied = (denied: Api): void => this.#deny(denied, message);
    const api = this.#chooser.choose(client, onDenied) ?? this.#redirected(message, onDenied);
    return api ? runApi(api, message, route) : this.#runMain(message);
  }

  /** The API that takes a request, or the one that it is led to. */
  #apiOf(request: RequestLine): ApiService | undefined {
    const api = this.#chooser.choose(request);
    if (api) return api;
    const redirection = this.handlers?.redirect(request.target);
    return redirection && this.#chooser.choose({ ...request, target: redirection.target });
  }

  /** The API that a request is led to which none takes as it came; its message goes by the other target then. */
  #redirected(message: Message, onDenied: (api: Api) => void): ApiService | undefined {
    const { exchange } = message;
    const redirection = this.handlers?.redirect(exchange.client.target);
    if (!redirection) return undefined;
    const client = { ...exchange.client, target: redirection.target };
    const api = this.#chooser.choose(client, onDenied);
    if (!api) return undefined;
    exchange.client = client;
    message.to = client.target;
    message.axis2.set('TransportInURL', client.target);
    if (redirection.header) message.headers.put(redirection.header);
    return api;
  }

  #deny({ name }: Api, { services, exchange, properties }: Message): void {
    const { scheme } = exchange.client;
    services.log.warn(`Trying to access API : ${name} on restricted transport channel [${scheme}]`);
    if (!this.handlers) return;
    properties.set('TRANSPORT_DENIED', 'true');
    properties.set('TRANSPORT_IN_NAME', scheme);
  }

  #special(exchange: Exchange): ClientResponse | undefined {
    const { method, target } = exchange.client;
    if (method !== 'GET') return undefined;
    if (target === '/favicon.ico') return plainResponse(exchange, 404);
    if (target !== '/services' && target !== '/services/') return undefined;
    const blocked = this.snapshot.services.settings.property('http.block_service_list');
    return blocked?.trim() === 'true'
      ? plainResponse(exchange, 403)
      : serviceList(exchange, this.snapshot.proxies.keys());
  }

  #proxyOf(target: string): ProxyService | undefined {
    const { proxies } = this.snapshot;
    if (proxies.size === 0 || !target.startsWith(servicePrefix)) return undefined;
    const [name] = target.slice(servicePrefix.length).split(/[/?]/, 1);
    return proxies.get(name);
  }

  #runProxy(proxy: ProxyService, message: Message, route: Route): Outcome | Promise<Outcome> {
    route.service = proxy.name;
    route.kind = 'proxy';
    const { exchange } = message;
    exchange.artifact = `proxy:${proxy.name}`;
    message.properties.set('proxy.name', proxy.name);
    message.properties.set('ARTIFACT_NAME', `proxyservices${proxy.name}`);
    message.axis2.set('REST_URL_POSTFIX', exchange.client.target.slice(servicePrefix.length + proxy.name.length));
    const handlers = (): FaultHandler[] => {
      const handler = proxy.faultHandler(message);
      return handler ? [handler] : [];
    };
    message.faultHandlers = handlers();
    exchange.outFlow = { run: proxy.outFlow, handlers, receiverHandlers: handlers };
    return proxy.inFlow(message);
  }

  #runMain(message: Message): Outcome | Promise<Outcome> {
    const main = this.snapshot.artifacts.sequence('main');
    if (!main) return CONTINUE;
    // What `main` sends comes back into its `out`; without in and out it goes straight to the client.
    if (main.directed) {
      const handlers = (answer: Message): FaultHandler[] => {
        const handler = globalFaultHandler(answer);
        return handler ? [handler] : [];
      };
      message.exchange.outFlow = { run: main.run, handlers, receiverHandlers: handlers };
    }
    return main.run(message);
  }
}

const servicePrefix = '/services/';
