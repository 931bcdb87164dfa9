import {
  attribute,
  badValue,
  booleanKind,
  enumKind,
  javaRegexKind,
  type Kind,
  keyKind,
  many,
  nameKind,
  one,
  rawAttribute,
  type Shape,
  textKind,
  type ValuesOf,
} from '../../grammar/index.js';
import type { ArtifactElement } from '../../xml/index.js';
import { type ApiDefinition, defaultBinding, type Resource } from '../api.js';
import { defineArtifact } from '../artifact.js';
import type { Builder } from '../builder.js';
import { defineApi } from '../define-api.js';
import { faultHandlerOf, flowOf } from '../flows.js';
import { type Mapping, ResourceTemplateError, readResourceTemplate, readUrlMapping } from '../mapping.js';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'];

const CORS_HANDLER = 'org.wso2.micro.integrator.security.handler.CORSRequestHandler';

/** Split on single blanks; anything that is no upper-case method fails the API (configuration sheet 3.2). */
const methodsKind: Kind<readonly string[]> = {
  type: 'methods',
  xsd: 'string',
  values: METHODS,
  parse(raw, context) {
    const methods = raw.value.split(' ');
    const wrong = methods.find((method) => !METHODS.includes(method));
    if (wrong === undefined) return methods;
    return badValue(
      raw,
      context,
      `${JSON.stringify(wrong)} is no method`,
      `Separate ${METHODS.join(' ')} by single blanks.`,
    );
  },
};

/** Read only beside a version; anything else than these two is refused there (configuration sheet 3.1). */
const versionTypeKind: Kind<string> = {
  type: 'one of',
  xsd: 'string',
  values: ['url', 'context'],
  parse: (raw) => raw.value,
};

const contextKind: Kind<string> = {
  type: 'path',
  parse: (raw, context) =>
    raw.value.startsWith('/') ? raw.value : badValue(raw, context, 'it must start with a slash'),
};

const portKind: Kind<number> = {
  type: 'port',
  xsd: 'integer',
  parse: (raw, context) =>
    /^\d{1,5}$/.test(raw.value) ? Number(raw.value) : badValue(raw, context, 'it must be a port number'),
};

const contentTypeKind: Kind<string> = {
  type: 'content type',
  parse: (raw, context) =>
    raw.value.split('/').length === 2 ? raw.value : badValue(raw, context, 'it must hold exactly one slash'),
};

const listKind: Kind<readonly string[]> = {
  type: 'list of names',
  parse: (raw) => raw.value.split(',').map((name) => name.trim()),
};

const flowShape = {
  attributes: { onError: attribute(keyKind('sequence'), 'Runs when a mediator inside fails.') },
  body: 'mediators',
} as const satisfies Shape;

const resourceShape = {
  attributes: {
    methods: attribute(methodsKind, 'Methods it takes, separated by single blanks; all without it.'),
    'url-mapping': attribute(textKind, 'Exact path, `/path/*`, or `*.extension`; wins over uri-template.'),
    'uri-template': attribute(textKind, 'Template with variables for uri.var.*.'),
    inSequence: attribute(keyKind('sequence'), 'Sequence for the request; wins over the child.'),
    outSequence: attribute(keyKind('sequence'), 'Sequence for the answer of a send; wins over the child.'),
    faultSequence: attribute(keyKind('sequence'), 'Sequence for faults; wins over the child.'),
    protocol: attribute(enumKind(['http', 'https']), 'The only protocol it takes.'),
    'content-type': attribute(contentTypeKind, 'The only Content-Type it takes, when there is a body.'),
    'user-agent': attribute(javaRegexKind, 'Java pattern for the whole User-Agent header.'),
    'binds-to': attribute(listKind, 'Listeners it is reached through.'),
  },
  children: {
    inFlow: one(flowShape, 'Mediators for the request.', { element: 'inSequence' }),
    outFlow: one(flowShape, 'Mediators for the answer of a send.', { element: 'outSequence' }),
    faultFlow: one(flowShape, 'Mediators for faults.', { element: 'faultSequence' }),
  },
} as const satisfies Shape;

const handlersShape = {
  children: {
    handler: many(
      {
        attributes: { class: attribute(nameKind, 'Java class.', { required: true }) },
        children: { property: many({ body: 'content' }, 'Property of the handler.') },
      },
      'A handler.',
    ),
  },
} as const satisfies Shape;

/** A REST API: a context and resources that run sequences (configuration sheet, section 3). */
export const api = defineArtifact({
  element: 'api',
  summary: 'Requests under a context, dispatched to resources.',
  attributes: {
    name: attribute(nameKind, 'Name of the API.', { required: true }),
    context: attribute(contextKind, 'Path below which it is reached.', { required: true }),
    version: attribute(textKind, 'Version; needs version-type.', { default: '' }),
    'version-type': attribute(versionTypeKind, 'Where the version stands in the path.'),
    hostname: attribute(textKind, 'The only Host it takes.'),
    port: attribute(portKind, 'The only port of the Host header it takes.'),
    transports: attribute(enumKind(['http', 'https']), 'The only transport it takes.'),
    'binds-to': attribute(listKind, 'Listeners it is reached through.'),
    publishSwagger: attribute(textKind, 'Registry path of its definition.', { ignored: 'definitions are not served' }),
    validateSchema: attribute(booleanKind, 'Checks requests against the definition.', {
      ignored: 'definitions are not served',
    }),
  },
  children: {
    resource: many(resourceShape, 'Requests of the API that run the same sequences.'),
    handlers: one(handlersShape, 'Handlers before and after the resources.'),
  },
  compile(values, builder) {
    const { name, version, element, place } = values;
    const versionType = version === '' ? '' : versionTypeOf(element, builder);
    if (values.resource.length === 0) builder.report.add('grammar/missing-element', place, { name: 'resource' });
    for (const { class: className, place: at } of values.handlers?.handler ?? []) {
      // Without this one only headers are missing; without any other a check that the author relies on might be.
      const code = className === CORS_HANDLER ? 'deploy/handler-not-run' : 'deploy/missing-class';
      builder.report.add(code, at, { class: className });
    }
    const bindsTo = values['binds-to'] ?? [defaultBinding];
    for (const resource of values.resource) checkBinding(resource, bindsTo, builder);
    const resources = values.resource.map((resource, index) =>
      compileResource(resource, `${name}-${index}`, bindsTo, builder),
    );
    checkResources(values.resource, builder);
    const definition: ApiDefinition = {
      name,
      context: values.context,
      version,
      versionType,
      hostname: values.hostname,
      port: values.port,
      transports: values.transports,
      bindsTo,
      place,
      resources,
    };
    const value = defineApi(definition);
    return { kind: 'api', name: value.fullName, value };
  },
});

function versionTypeOf(element: ArtifactElement, builder: Builder): 'url' | 'context' | '' {
  const at = element.attribute('version-type');
  if (at?.value === 'url' || at?.value === 'context') return at.value;
  if (!at) {
    builder.report.add('grammar/missing-attribute', element.attribute('version')!.place, { name: 'version-type' });
  } else {
    badValue(rawAttribute(at, element), builder.readContext, 'it must be url or context');
  }
  return '';
}

type ResourceValues = ValuesOf<typeof resourceShape>;

/** What a resource binds to must be among what its API binds to. */
function checkBinding(resource: ResourceValues, apiBinding: readonly string[], builder: Builder): void {
  const at = resource.element.attribute('binds-to');
  const foreign = resource['binds-to']?.find((name) => !apiBinding.includes(name));
  if (!at || foreign === undefined) return;
  badValue(rawAttribute(at, resource.element), builder.readContext, `the API does not bind to ${foreign}`);
}

function compileResource(
  values: ResourceValues,
  id: string,
  apiBinding: readonly string[],
  builder: Builder,
): Resource {
  const mapping = mappingOf(values, builder);
  return {
    id,
    place: values.place,
    methods: values.methods ?? [],
    mapping,
    protocol: values.protocol,
    contentType: values['content-type'],
    userAgent: values['user-agent'],
    bindsTo: values['binds-to'] ?? apiBinding,
    inSequence: flowOf(
      values.inSequence,
      values.inFlow,
      builder,
      (key) => `Specified sequence: ${key} cannot be found`,
    ),
    outSequence: flowOf(
      values.outSequence,
      values.outFlow,
      builder,
      (key) => `Specified sequence: ${key} cannot be found`,
    ),
    faultHandler: faultHandlerOf(values.faultSequence, values.faultFlow, builder),
  };
}

function mappingOf(values: ResourceValues, builder: Builder): Mapping | undefined {
  const mapping = values['url-mapping'];
  if (mapping !== undefined) return readUrlMapping(mapping);
  const template = values['uri-template'];
  if (template === undefined) return undefined;
  const at = values.element.attribute('uri-template')!;
  try {
    return readResourceTemplate(template);
  } catch (thrown) {
    if (!(thrown instanceof ResourceTemplateError)) throw thrown;
    builder.report.add('expression/uri-template-syntax', at.place, { reason: thrown.message });
    return undefined;
  }
}

/** Two resources of the same mapping that share a method, or two default resources, fail (configuration sheet 3.1). */
function checkResources(resources: readonly ResourceValues[], builder: Builder): void {
  const seen: { readonly text: string | undefined; readonly methods: readonly string[] }[] = [];
  for (const resource of resources) {
    const text = resource['url-mapping'] ?? resource['uri-template'];
    const methods = resource.methods ?? [];
    const clash = seen.some((other) =>
      text === undefined
        ? other.text === undefined
        : other.text === text && other.methods.some((method) => methods.includes(method)),
    );
    if (clash)
      builder.report.add('deploy/duplicate-resource', resource.place, { mapping: text ?? 'without a mapping' });
    seen.push({ text, methods });
  }
}
