import type { Api, ApiDefinition } from './api.js';

/** Completes what the artifact says. */
export function defineApi(definition: ApiDefinition): Api {
  const { name, version, versionType } = definition;
  const filled = versionType === 'context' ? definition.context.replaceAll('{version}', version) : definition.context;
  return {
    ...definition,
    fullName: version === '' ? name : `${name}:v${version}`,
    context: filled.replace(/\/+$/, ''),
  };
}
