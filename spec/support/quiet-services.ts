import { readSettings, type Services } from '../../engine/message/index.js';
import { ManualClock, SeededRandom, silentFlowLog } from '../../engine/observe/index.js';

/** What a flow may use, with nothing behind it: no network, no files, no log, a clock that stands still. */
export function quietServices(overrides: Partial<Services> = {}): Services {
  return {
    clock: new ManualClock(),
    random: new SeededRandom(),
    registry: {
      text: () => undefined,
      value: () => undefined,
      property: () => undefined,
      put: () => {},
      putProperty: () => {},
    },
    outbound: { send: () => Promise.reject(new Error('no backend here')), close: () => Promise.resolve() },
    log: silentFlowLog,
    settings: readSettings(),
    artifacts: undefined,
    localEntry: () => undefined,
    systemProperty: () => undefined,
    environment: () => undefined,
    fileProperty: () => undefined,
    config: () => undefined,
    ...overrides,
  };
}
