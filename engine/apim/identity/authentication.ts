import type { ApimRequest } from '../server.js';
import type { ApimState } from '../state.js';
import type { TomlSettings } from '../toml-settings.js';
import type { AuthenticationHandler, Caller } from './authentication-handler.js';
import { basicClientHandler, basicUserHandler, bearerHandler } from './authorization-header.js';
import { clientCertificateHandler } from './client-certificate.js';
import type { Refusal } from './refusal.js';
import type { ResourceRule } from './resource-rules.js';

/** Tells who makes a request (gateway sheet C.1). */
export class Authentication {
  readonly #handlers: readonly AuthenticationHandler[];

  /** @throws Error for settings that cannot be used */
  constructor(state: ApimState, settings: TomlSettings) {
    const off = switchedOff(settings);
    // In the order of their priorities: 10, 25, 99, 100.
    this.#handlers = [
      clientCertificateHandler(state, settings),
      bearerHandler(state),
      basicClientHandler(state),
      basicUserHandler(state),
    ].filter(({ className }) => !off.has(className));
  }

  /** The first handler that the rule allows and that can handle the request decides, for good or ill. */
  callerOf(request: ApimRequest, path: string, rule: ResourceRule): Caller | Refusal {
    const handler = this.#handlers.find(
      (candidate) =>
        (rule.handlers?.has(candidate.name) ?? !candidate.onlyByName) && candidate.canHandle(request, path),
    );
    return handler?.authenticate(request, path) ?? { status: 401 };
  }
}

/** Class names of handlers that the file switches off: `[[event_listener]]` with `enable = false`. */
function switchedOff(settings: TomlSettings): ReadonlySet<string> {
  const listeners = settings.sections('event_listener').filter((listener) => listener.flag('enable') === false);
  return new Set(listeners.map((listener) => listener.text('name')?.split('.').at(-1) ?? ''));
}
