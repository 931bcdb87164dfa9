import { compileUriTemplate, type UriTemplate } from '../expressions/index.js';
import type { RawText } from '../grammar/index.js';
import type { ArtifactElement } from '../xml/index.js';
import type { Address, AddressDefinition, CommonDefinition, DefaultDefinition, HttpDefinition } from './definition.js';
import { templateVariable } from './properties.js';
import { readAuthentication } from './read-authentication.js';
import { attributeText, checkNames, deployText, type EndpointReadContext } from './read-context.js';
import { leafAttributes, leafChildren, readLeafOptions } from './read-leaf.js';

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'];

/** Reads `<http>` (endpoints sheet 1.2). */
export function readHttp(
  element: ArtifactElement,
  common: CommonDefinition,
  context: EndpointReadContext,
): HttpDefinition | undefined {
  const attributes = ['uri-template', 'method', 'version', ...leafAttributes];
  checkNames(element, { attributes, children: [...leafChildren, 'authentication', 'serverPushSequence'] }, context);
  checkVersion(element, context);
  const options = readLeafOptions(element, context);
  const authentication = readAuthentication(element, common.name, context);
  const target = readTemplate(element, context);
  if (!target || authentication === 'invalid') return undefined;
  return { ...common, ...options, kind: 'http', ...target, method: readMethod(element, context), authentication };
}

function checkVersion(element: ArtifactElement, context: EndpointReadContext): void {
  const version = element.attribute('version');
  if (!version || version.value === '1.1') return;
  if (version.value === '2.0') {
    context.report.add('grammar/ignored', version.place, {
      name: 'version',
      reason: 'backends are spoken to in HTTP/1.1',
    });
    return;
  }
  const values = { value: JSON.stringify(version.value), name: 'version', reason: 'it must be 1.1 or 2.0' };
  context.report.add('grammar/bad-value', version.place, values);
}

function readMethod(element: ArtifactElement, { report }: EndpointReadContext): string | undefined {
  const attribute = element.attribute('method');
  if (!attribute) return undefined;
  const method = methods.find((known) => known === attribute.value.toUpperCase());
  if (!method) report.add('endpoint/unknown-method', attribute.place, { method: attribute.value });
  return method;
}

function readTemplate(
  element: ArtifactElement,
  context: EndpointReadContext,
): { address: Address; uriTemplate: UriTemplate | undefined } | undefined {
  const attribute = element.attribute('uri-template');
  if (!attribute || attribute.value.trim() === '') {
    context.report.add('grammar/missing-attribute', element.place, { name: 'uri-template' });
    return undefined;
  }
  const raw = attributeText(attribute, element);
  const address = deployText(raw, context);
  if (address === undefined) return undefined;
  if (typeof address !== 'string') return { address, uriTemplate: undefined };
  const before = context.report.findings.length;
  const uriTemplate = compileUriTemplate(address, (offset) => attribute.placeAt(offset), context.report);
  if (address === raw.value && context.report.findings.length === before) checkVariables(raw, context);
  return uriTemplate && { address, uriTemplate };
}

/** Warns of variables that no property can fill: very likely a placeholder that was left in. */
function checkVariables(raw: RawText, { report }: EndpointReadContext): void {
  for (const { 0: expression, 1: list, index } of raw.value.matchAll(/(?<!\$)\{([^{}]*)\}/g)) {
    let offset = index + 1;
    for (const part of list!.split(',')) {
      const name = part.replace(/^[+#./;?&]/, '').replace(/(:\d+|\*)$/, '');
      if (!templateVariable.test(name))
        report.add('endpoint/not-a-variable', raw.placeAt(offset), { name, expression });
      offset += part.length + 1;
    }
  }
}

/** Reads `<address>` (endpoints sheet 1.1). */
export function readAddress(
  element: ArtifactElement,
  common: CommonDefinition,
  context: EndpointReadContext,
): AddressDefinition | undefined {
  checkNames(element, { attributes: ['uri', ...leafAttributes], children: leafChildren }, context);
  const options = readLeafOptions(element, context);
  const attribute = element.attribute('uri');
  if (!attribute) {
    context.report.add('grammar/missing-attribute', element.place, { name: 'uri' });
    return undefined;
  }
  const address = deployText(attributeText(attribute, element), context);
  if (address === undefined) return undefined;
  return { ...common, ...options, kind: 'address', address: typeof address === 'string' ? address.trim() : address };
}

/** Reads `<default>` (endpoints sheet 1.3). */
export function readDefault(
  element: ArtifactElement,
  common: CommonDefinition,
  context: EndpointReadContext,
): DefaultDefinition {
  checkNames(element, { attributes: leafAttributes, children: leafChildren }, context);
  return { ...common, ...readLeafOptions(element, context), kind: 'default' };
}

const wsdl20 = 'http://www.w3.org/ns/wsdl';
const wsdl11 = 'http://schemas.xmlsoap.org/wsdl/';

/**
 * Reads `<wsdl>` (endpoints sheet 1.4). Documents are not loaded; as in the reference engine when it cannot reach one,
 * the endpoint then has no address of its own and sends to To.
 */
export function readWsdl(
  element: ArtifactElement,
  common: CommonDefinition,
  context: EndpointReadContext,
): DefaultDefinition {
  const { report } = context;
  const inline = element.elements().filter(({ namespace }) => namespace === wsdl11 || namespace === wsdl20);
  if (inline.length === 0)
    checkNames(element, { attributes: ['uri', 'service', 'port', ...leafAttributes], children: leafChildren }, context);
  for (const { namespace, place } of inline) if (namespace === wsdl20) report.add('endpoint/wsdl20', place);
  const uri = element.attribute('uri');
  report.add('endpoint/wsdl-not-loaded', uri?.place ?? element.place);
  return { ...common, ...readLeafOptions(element, context), kind: 'wsdl' };
}
