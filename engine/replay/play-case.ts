import { dirname, resolve } from 'node:path';
import type { CompileOptions, Tracer } from '../compile/index.js';
import { type Deployment, loadDeployment } from '../deploy/index.js';
import { createHost, type Host } from '../host/index.js';
import { SeededRandom, silentLogger } from '../observe/index.js';
import type { ActualResponse } from './capture.js';
import { captureValue } from './capture.js';
import { checkLoad } from './check-load.js';
import { type Actual, checkExpectation } from './check-outcome.js';
import type { Failure } from './failure.js';
import type { FixtureCase, FixtureRequest, FixtureServer, FixtureStep } from './fixture.js';
import type { MatchContext } from './match-value.js';
import { type ClientConnection, MemoryHttp } from './memory-http.js';
import { OutsideWorld } from './outside-world.js';
import { fillPlaceholders, PlaceholderError } from './placeholders.js';
import { connectionOf, type PlayedApim, playedApim } from './play-apim.js';
import { PlayClock } from './play-clock.js';
import { PlayLog } from './play-log.js';
import { propertyReader, runSequence } from './play-sequence.js';
import { isInline } from './read-fixture.js';
import { writeRequestBody } from './request-body.js';
import type { TraceStep } from './result.js';
import { StalledError, settle } from './settle.js';
import { LastMessage, TraceRecorder } from './trace-recorder.js';

/** What the player needs of the rest of the engine. */
export interface PlayerOptions {
  /** The mediators. */
  readonly compile: Omit<CompileOptions, 'tracer'>;
}

/** How a case went, by itself. */
export interface PlayedCase {
  readonly failures: readonly Failure[];
  /** The way of the message, when it was to be recorded. */
  readonly trace: readonly TraceStep[];
}

/** When a case begins, unless it says so itself. */
const START = Date.UTC(2024, 0, 1);

/** Plays cases one after the other; the in-memory connection serves all of them. */
export class Player {
  readonly #http = new MemoryHttp();
  readonly #logger = silentLogger();

  constructor(readonly options: PlayerOptions) {}

  /**
   * Plays a case in a world of its own: its deployment, its time, its backends. Never rejects: whatever happens is a
   * failure of the case.
   * @param fixture path of the file; artifact paths are relative to its folder
   * @param traced whether to record the way of the message, which costs many times the case itself
   */
  async play(fixtureCase: FixtureCase, fixture: string, traced = false): Promise<PlayedCase> {
    const recorder = traced ? new TraceRecorder() : undefined;
    try {
      const failures = await this.#play(fixtureCase, fixture, recorder);
      return { failures, trace: recorder?.steps ?? [] };
    } catch (error) {
      const message = error instanceof StalledError ? error.message : `the player failed: ${describeError(error)}`;
      return { failures: [{ at: 'case', message }], trace: recorder?.steps ?? [] };
    }
  }

  async #play(fixtureCase: FixtureCase, fixture: string, recorder: TraceRecorder | undefined): Promise<Failure[]> {
    const last = new LastMessage();
    const world = this.#deploy(fixtureCase, fixture, tracerFor(fixtureCase, recorder, last));
    const { load = 'ok' } = fixtureCase.expect ?? {};
    const failures = checkLoad(load, world.deployment.findings);
    const refused = typeof load === 'object' && 'error' in load;
    if (failures.length > 0 || refused) return failures;
    const captured = new Map<string, unknown>(world.apim?.tokens);
    const steps: readonly FixtureStep[] = fixtureCase.steps ?? [fixtureCase];
    const strict = steps.some(({ capture }) => capture !== undefined);
    for (const [index, step] of steps.entries()) {
      const at = fixtureCase.steps === undefined ? '' : `steps[${index}].`;
      try {
        failures.push(
          ...(await this.#playStep(fixtureCase, fillPlaceholders(step, captured, strict), world, last, captured, at)),
        );
      } catch (error) {
        if (!(error instanceof PlaceholderError)) throw error;
        failures.push({ at: at.replace(/\.$/, '') || 'case', message: error.message });
      }
      // What comes after a failed step would only repeat it.
      if (failures.length > 0) break;
    }
    return failures;
  }

  #deploy(fixtureCase: FixtureCase, fixture: string, tracer: Tracer | undefined): World {
    const { artifacts = [], clock: begin } = fixtureCase;
    const folder = dirname(resolve(fixture));
    const clock = new PlayClock(begin === undefined ? START : Date.parse(begin));
    const random = new SeededRandom();
    const outside = new OutsideWorld(clock);
    const log = new PlayLog();
    const inline = artifacts.flatMap((content, index) =>
      isInline(content) ? [{ file: `${fixture}#artifacts[${index}]`, content }] : [],
    );
    const apim = playedApim(fixtureCase, { clock, random, outbound: outside, compile: this.options.compile });
    const deployment = loadDeployment({
      compile: tracer === undefined ? this.options.compile : { ...this.options.compile, tracer },
      paths: artifacts.filter((artifact) => !isInline(artifact)).map((path) => resolve(folder, path)),
      artifacts: [...inline, ...(apim?.gateway.artifacts ?? [])],
      ...(apim && { defaults: apim.gateway.defaults }),
      outbound: outside,
      log,
      clock,
      random,
      environment: surroundings(fixtureCase, 'env'),
      systemProperties: new Map(Object.entries(surroundings(fixtureCase, 'system'))),
    });
    apim?.gateway.onChange((generated) => void deployment.replaceArtifacts([...inline, ...generated]));
    const host = createHost({
      deployment,
      clock,
      logger: this.#logger,
      ...(apim && { apiHandlers: apim.gateway.handlers }),
    });
    return { deployment, clock, outside, log, apim, host };
  }

  async #playStep(
    fixtureCase: FixtureCase,
    step: FixtureStep,
    world: World,
    last: LastMessage,
    captured: Map<string, unknown>,
    at: string,
  ): Promise<Failure[]> {
    const { entry } = fixtureCase;
    const { request = {}, exchanges = [], expect = {}, capture = {}, advance = 0 } = step;
    const context: MatchContext = { captured };
    if (advance > 0) world.clock.advance(advance * 1000);
    world.outside.offer(exchanges, context, at);
    world.log.lines.length = 0;
    const work =
      'sequence' in entry
        ? runSequence(entry.sequence, request, world.deployment.snapshot)
        : this.#send(
            request,
            world,
            step.server ?? fixtureCase.server ?? 'gateway',
            connectionOf(request, fixtureCase),
          );
    const actual = await settle<Omit<Actual, 'log'>>(work, {
      clock: world.clock,
      get held() {
        return world.outside.held;
      },
    });
    const property = actual.property ?? (last.message === undefined ? undefined : propertyReader(last.message));
    const whole: Actual = { ...actual, ...(property === undefined ? {} : { property }), log: world.log.lines };
    const failures = [
      ...world.outside.failures,
      ...checkExpectation(expect, whole, context).map((failure) => ({ ...failure, at: at + failure.at })),
      ...world.outside.unasked(),
    ];
    return [...failures, ...captureAll(capture, actual.response, captured, at)];
  }

  /** Sends a request through the whole host; a flow may go on behind its answer. */
  async #send(
    { method = 'GET', path = '/', ...request }: FixtureRequest,
    { host, apim }: World,
    server: FixtureServer,
    connection: ClientConnection,
  ): Promise<Omit<Actual, 'log'>> {
    const call = { method, path, connection, ...writeRequestBody(request) };
    const listener = server === 'gateway' || !apim ? host.app.callback() : apim.listener(server);
    const response = await this.#http.send(listener, call);
    await host.idle();
    return { response };
  }
}

/** Values that flows find around them and do not set: the `properties` of the requests in the scope `env` or `system`. */
function surroundings({ request, steps = [] }: FixtureCase, scope: 'env' | 'system'): Record<string, string> {
  const given = [request, ...steps.map((step) => step.request)].map((each) => each?.properties?.[scope] ?? {});
  return Object.fromEntries(given.flatMap(Object.entries).map(([name, value]) => [name, String(value)]));
}

/** What a case lives in. */
interface World {
  readonly deployment: Deployment;
  readonly clock: PlayClock;
  readonly outside: OutsideWorld;
  readonly log: PlayLog;
  readonly host: Host;
  readonly apim: PlayedApim | undefined;
}

/** Tracing costs; the last message is watched only where its properties are asked for and nothing else gives it. */
function tracerFor(
  fixtureCase: FixtureCase,
  recorder: TraceRecorder | undefined,
  last: LastMessage,
): Tracer | undefined {
  const watched =
    'http' in fixtureCase.entry &&
    [fixtureCase, ...(fixtureCase.steps ?? [])].some(({ expect }) => expect?.properties !== undefined);
  if (recorder === undefined) return watched ? last : undefined;
  return { around: (step, message, run) => recorder.around(step, message, (inner) => last.around(step, inner, run)) };
}

function captureAll(
  sources: Readonly<Record<string, string>>,
  response: ActualResponse | undefined,
  captured: Map<string, unknown>,
  at: string,
): Failure[] {
  return Object.entries(sources).flatMap(([name, source]) => {
    const value = response === undefined ? undefined : captureValue(source, response);
    if (value === undefined) return [{ at: `${at}capture.${name}`, message: `the response has no ${source}` }];
    captured.set(name, value);
    return [];
  });
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
