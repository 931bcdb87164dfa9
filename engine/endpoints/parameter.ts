import { type Services, valueText } from '../message/index.js';
import type { DeployParameter } from './definition.js';

/** The value of a deployment parameter on this machine; undefined when it has none. */
export function parameterValue({ source, name }: DeployParameter, services: Services): string | undefined {
  if (source === 'system') return services.environment(name);
  if (source === 'file') return services.fileProperty(name);
  return valueText(services.config(name)) ?? undefined;
}
