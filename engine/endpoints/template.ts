import type { Place, Report } from '../errors/index.js';
import { SYNAPSE_NAMESPACE } from '../grammar/index.js';
import type { ArtifactElement } from '../xml/index.js';
import type { EndpointDefinition } from './definition.js';
import { readEndpoint } from './read.js';
import { childrenOf, type EndpointReadContext } from './read-context.js';
import { filledIn, type SystemProperties } from './template-parameters.js';

/** `<template name>` with an `<endpoint>` in it (endpoints sheet 1.6). */
export interface EndpointTemplate {
  readonly name: string;
  readonly place: Place;
  /**
   * The endpoint that the template means with these values; `name` and `uri` are always parameters.
   * @returns undefined when the filled-in endpoint has errors, which go to the report
   */
  fillIn(
    values: ReadonlyMap<string, string>,
    report: Report,
    systemProperty: SystemProperties,
  ): EndpointDefinition | undefined;
}

/** Reads an endpoint template; undefined when the element holds no `<endpoint>` (then it is a template of sequences). */
export function readEndpointTemplate(
  element: ArtifactElement,
  context: EndpointReadContext,
): EndpointTemplate | undefined {
  const [endpoint] = childrenOf(element, 'endpoint');
  const name = element.attribute('name')?.value;
  if (!endpoint || element.namespace !== SYNAPSE_NAMESPACE) return undefined;
  if (!name) {
    context.report.add('grammar/missing-attribute', element.place, { name: 'name' });
    return undefined;
  }
  const declared = childrenOf(element, 'parameter').map((child) => child.attribute('name')?.value ?? '');
  const parameters = new Set(['name', 'uri', ...declared]);
  return {
    name,
    place: element.place,
    fillIn(values, report, systemProperty) {
      const known = new Map([...values].filter(([parameter]) => parameters.has(parameter)));
      return readEndpoint(filledIn(endpoint, known, systemProperty), { ...context, report, reference: () => {} });
    },
  };
}
