import type { Api, ApiDefinition, Resource } from './api.js';
import { ResourceChoices } from './choose-resource.js';

/** Completes what the artifact says. */
export function defineApi(definition: ApiDefinition): Api {
  const { name, version, versionType, resources } = definition;
  const filled = versionType === 'context' ? definition.context.replaceAll('{version}', version) : definition.context;
  const optionsAlone = (resource: Resource): boolean =>
    resource.methods.length === 1 && resource.methods[0] === 'OPTIONS';
  return {
    ...definition,
    fullName: version === '' ? name : `${name}:v${version}`,
    context: filled.replace(/\/+$/, ''),
    // Those for OPTIONS alone are tried first.
    choices: new ResourceChoices(
      [...resources.filter(optionsAlone), ...resources.filter((resource) => !optionsAlone(resource))],
      resources,
    ),
  };
}
