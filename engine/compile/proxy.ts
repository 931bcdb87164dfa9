import type { Place } from '../errors/index.js';
import type { FaultHandler, Message } from '../message/index.js';
import type { Run } from '../run/index.js';

/** A proxy service, reached under `/services/<name>` (configuration sheet, section 4). */
export interface ProxyService {
  readonly name: string;
  readonly place: Place;
  /** The in-sequence, then the target endpoint. */
  readonly inFlow: Run;
  readonly outFlow: Run | undefined;
  /** Handler of the proxy's own fault sequence, or the global one. */
  faultHandler(message: Message): FaultHandler | undefined;
}
