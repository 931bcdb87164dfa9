import { Report } from '../errors/index.js';
import { injectDeployTime } from '../expressions/index.js';
import { type Services, valueText } from '../message/index.js';
import type { DeferredText } from './definition.js';

/** The value of a deploy-time parameter on the machine that this runs on; undefined when it has none. */
export function deferredValue({ text, place }: DeferredText, services: Services): string | undefined {
  const source = {
    environment: (name: string) => services.environment(name),
    fileProperty: (name: string) => services.fileProperty(name),
    config: (name: string) => valueText(services.config(name)) ?? undefined,
  };
  return injectDeployTime(text, place, source, new Report());
}
