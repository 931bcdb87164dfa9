import { STATUS_CODES } from 'node:http';
import type { Readable } from 'node:stream';
import { protocolStates, TransportError } from '../endpoints/index.js';
import type { CancelSignal, Outbound, OutboundRequest, OutboundResponse } from '../message/index.js';
import type { Failure } from './failure.js';
import type { FixtureAnswer, FixtureExchange, FixtureHeaders } from './fixture.js';
import { type Call, callMismatches } from './match-call.js';
import { type MatchContext, show } from './match-value.js';
import type { PlayClock } from './play-clock.js';

/** One exchange of the fixture and whether a call has taken it. */
interface Offer {
  readonly exchange: FixtureExchange;
  readonly at: string;
  taken: boolean;
}

/**
 * Stands in for all backends: a call takes the first unused exchange that fits it and gets its answer; no socket is
 * opened. Calls that fit none are refused and remembered as failures.
 */
export class OutsideWorld implements Outbound {
  /** Calls that fitted no exchange. */
  readonly failures: Failure[] = [];
  /** Answers that virtual time holds back. */
  held = 0;
  #offers: Offer[] = [];
  #context: MatchContext = { captured: new Map() };
  #at = '';

  constructor(readonly clock: PlayClock) {}

  /**
   * Takes the exchanges of a step in place of those before.
   * @param at where they stand in the case: '' or `steps[1].`
   */
  offer(exchanges: readonly FixtureExchange[], context: MatchContext, at: string): void {
    this.#offers = exchanges.map((exchange, index) => ({ exchange, at: `${at}exchanges[${index}]`, taken: false }));
    this.#context = context;
    this.#at = at;
    this.failures.length = 0;
  }

  /** Exchanges that had to be asked for and were not. */
  unasked(): Failure[] {
    return this.#offers
      .filter(({ taken, exchange }) => !taken && exchange.optional !== true)
      .map(({ at, exchange: { request = {} } }) => {
        const expected = `${request.method ?? 'a'} call to ${show(request.url ?? 'any URL')}`;
        return { at, expected, actual: 'no such call', message: `${expected} was never made` };
      });
  }

  async send(request: OutboundRequest): Promise<OutboundResponse> {
    const call: Call = {
      method: request.method,
      url: typeof request.url === 'string' ? request.url : request.url.href,
      headers: request.headers.map(([name, value]) => [name, value]),
      body: await collect(request.body),
    };
    const offer = this.#offers.find(
      ({ taken, exchange }) => !taken && callMismatches(exchange.request ?? {}, call, this.#context).length === 0,
    );
    if (offer === undefined) {
      this.failures.push(this.#unfit(call));
      throw new TransportError('refused', protocolStates.requestReady, 'No exchange of the fixture fits this call');
    }
    offer.taken = true;
    return this.#answer(offer.exchange.response, request);
  }

  async close(): Promise<void> {}

  async #answer(answer: FixtureAnswer, request: OutboundRequest): Promise<OutboundResponse> {
    const { delayMs = 0, error, status = 200, headers = {}, body = '' } = answer;
    const limit = limitOf(request);
    if (error === 'timeout' || delayMs >= limit.time) {
      await this.#wait(Number.isFinite(limit.time) ? limit.time : delayMs, request.signal);
      throw new TransportError('timeout', protocolStates.requestDone, 'No answer within the limit', {
        limit: limit.kind,
      });
    }
    if (delayMs > 0) await this.#wait(delayMs, request.signal);
    if (request.signal?.aborted) throw givenUp();
    if (error === 'refused') throw new TransportError('refused', protocolStates.requestReady, 'Connection refused');
    if (error === 'reset') throw new TransportError('reset', protocolStates.requestDone, 'Connection reset by peer');
    return {
      status,
      reason: STATUS_CODES[status] ?? '',
      headers: headerPairs(headers),
      body: typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.base64, 'base64'),
    };
  }

  /** Waits by virtual time, or until the caller gives up. */
  #wait(milliseconds: number, signal: CancelSignal | undefined): Promise<void> {
    this.held++;
    return new Promise<void>((resolve, reject) => {
      const timer = this.clock.setTimeout(resolve, milliseconds);
      signal?.addEventListener(
        'abort',
        () => {
          this.clock.clearTimeout(timer);
          reject(givenUp());
        },
        { once: true },
      );
    }).finally(() => {
      this.held--;
    });
  }

  /** Why no exchange took a call: the nearest one, and what of it does not fit. */
  #unfit(call: Call): Failure {
    const at = `${this.#at}exchanges`;
    const actual = describe(call);
    const [nearest] = this.#offers
      .map((offer) => ({ offer, misfits: callMismatches(offer.exchange.request ?? {}, call, this.#context) }))
      .sort((a, b) => a.misfits.length - b.misfits.length || Number(a.offer.taken) - Number(b.offer.taken));
    if (nearest === undefined)
      return { at, actual, message: `the call ${actual} was not expected; there are no exchanges` };
    const { offer, misfits } = nearest;
    const expected = show(offer.exchange.request ?? {});
    const why = misfits.length === 0 ? 'it has been used already' : misfits.join('\n');
    return { at, expected, actual, message: `no exchange fits the call ${actual}; nearest is ${offer.at}: ${why}` };
  }
}

/** The shorter of the limits that a request sets, in milliseconds. */
function limitOf({ totalTimeout = 0, idleTimeout }: OutboundRequest): { time: number; kind: 'total' | 'socket' } {
  const total = totalTimeout > 0 ? totalTimeout : Number.POSITIVE_INFINITY;
  const socket = idleTimeout > 0 ? idleTimeout : Number.POSITIVE_INFINITY;
  return total <= socket ? { time: total, kind: 'total' } : { time: socket, kind: 'socket' };
}

function givenUp(): TransportError {
  return new TransportError('aborted', protocolStates.requestDone, 'The exchange was given up');
}

async function collect(body: Buffer | Readable | null): Promise<Buffer> {
  if (body === null || Buffer.isBuffer(body)) return body ?? Buffer.alloc(0);
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

function describe({ method, url, body }: Call): string {
  return body.length === 0 ? `${method} ${url}` : `${method} ${url} with the body ${show(body.toString('utf8'))}`;
}

/** Header fields of a fixture as pairs. */
export function headerPairs(headers: FixtureHeaders): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, each]),
  );
}
