import type { Message } from '../../engine/kit.js';

/** Milliseconds that a stylesheet or query may take, unless `mediant.xslt.timeout` says otherwise. */
const TIMEOUT = 10_000;

/** What stylesheets and queries may take, by the settings of the message's engine. */
export function transformLimits(message: Message): { milliseconds: number } {
  const configured = Number(message.services.settings.property('mediant.xslt.timeout'));
  return { milliseconds: configured > 0 ? configured : TIMEOUT };
}
