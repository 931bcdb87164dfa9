import { compileExpression, type Expression } from '../expressions/index.js';
import { badValue, type RawText } from '../grammar/index.js';
import type { EndpointFormat } from '../message/index.js';
import type { ArtifactElement } from '../xml/index.js';
import type { AddressingVersion } from './addressing.js';
import type { LeafOptions, MarkingRule, SuspensionRule, TimeoutAction } from './definition.js';
import {
  attributeText,
  checkNames,
  type EndpointReadContext,
  expressionContext,
  firstChild,
  textOf,
} from './read-context.js';

/** Children that address, http, default and wsdl have in common. */
export const leafChildren = [
  'timeout',
  'markForSuspension',
  'suspendOnFailure',
  'suspendDurationOnFailure',
  'retryConfig',
  'enableAddressing',
  'enableSec',
  'enableRM',
];

/** Attributes that address, default and wsdl have in common. */
export const leafAttributes = ['format', 'encoding', 'optimize'];

/** Reads what address, http, default and wsdl have in common (endpoints sheet, section 2). */
export function readLeafOptions(element: ArtifactElement, context: EndpointReadContext): LeafOptions {
  const security = firstChild(element, 'enableSec', context);
  if (security) {
    checkNames(security, { attributes: ['policy', 'inboundPolicy', 'outboundPolicy'] }, context);
    context.report.add('endpoint/no-security', security.place);
  }
  return {
    timeout: readTimeout(element, context),
    marking: readMarking(element, context),
    suspension: readSuspension(element, context),
    retry: readRetry(element, context),
    format: readFormat(element, context),
    encoding: element.attribute('encoding')?.value,
    optimize: readOptimize(element, context),
    addressing: readAddressing(element, context),
    security: security !== undefined,
  };
}

function readTimeout(element: ArtifactElement, context: EndpointReadContext): LeafOptions['timeout'] {
  const timeout = firstChild(element, 'timeout', context);
  if (!timeout) return { duration: undefined, action: 'none' };
  checkNames(timeout, { children: ['duration', 'responseAction'] }, context);
  const action = readAction(timeout, context);
  const duration = firstChild(timeout, 'duration', context);
  const limit = duration && readDuration(textOf(duration), context);
  // Written as 0, or not at all beside an action, it means half a minute to the reference engine.
  const unset = limit === undefined || limit === 0;
  return { duration: unset && action !== 'none' ? 30_000 : limit, action };
}

function readAction(timeout: ArtifactElement, context: EndpointReadContext): TimeoutAction {
  const element = firstChild(timeout, 'responseAction', context);
  if (!element) return 'none';
  const text = textOf(element);
  const action = text.value.toLowerCase();
  if (action === 'fault' || action === 'discard') return action;
  badValue(text, context, 'Invalid timeout action: it must be fault or discard');
  return 'none';
}

function readDuration(text: RawText, context: EndpointReadContext): number | Expression | undefined {
  const { value } = text;
  if (value.startsWith('{') && value.endsWith('}')) {
    return compileExpression(value.slice(1, -1), expressionContext(text, 1, context));
  }
  return readInteger(text, context);
}

function readMarking(element: ArtifactElement, context: EndpointReadContext): MarkingRule {
  const mark = firstChild(element, 'markForSuspension', context);
  if (!mark) return { errorCodes: new Set(), retries: 0, delay: 0 };
  checkNames(mark, { children: ['errorCodes', 'retriesBeforeSuspension', 'retryDelay'] }, context);
  return {
    errorCodes: readCodes(mark, 'errorCodes', context),
    retries: readNumber(mark, 'retriesBeforeSuspension', readInteger, context) ?? 0,
    delay: readNumber(mark, 'retryDelay', readInteger, context) ?? 0,
  };
}

function readSuspension(element: ArtifactElement, context: EndpointReadContext): SuspensionRule {
  const old = readNumber(element, 'suspendDurationOnFailure', readInteger, context);
  const rule = {
    errorCodes: new Set<number>(),
    initial: old === undefined ? undefined : old * 1000,
    factor: old === undefined ? undefined : 1,
    maximum: Number.POSITIVE_INFINITY,
  };
  const suspend = firstChild(element, 'suspendOnFailure', context);
  if (!suspend) return rule;
  checkNames(suspend, { children: ['errorCodes', 'initialDuration', 'progressionFactor', 'maximumDuration'] }, context);
  return {
    errorCodes: readCodes(suspend, 'errorCodes', context),
    initial: readNumber(suspend, 'initialDuration', readInteger, context) ?? rule.initial,
    factor: readNumber(suspend, 'progressionFactor', readFloat, context) ?? rule.factor,
    maximum: readNumber(suspend, 'maximumDuration', readInteger, context) ?? rule.maximum,
  };
}

function readRetry(element: ArtifactElement, context: EndpointReadContext): LeafOptions['retry'] {
  const retry = firstChild(element, 'retryConfig', context);
  if (!retry) return { disabled: new Set(), enabled: new Set() };
  checkNames(retry, { children: ['disabledErrorCodes', 'enabledErrorCodes'] }, context);
  return {
    disabled: readCodes(retry, 'disabledErrorCodes', context),
    enabled: readCodes(retry, 'enabledErrorCodes', context),
  };
}

/** Codes separated by commas, blanks or both. */
function readCodes(parent: ArtifactElement, name: string, context: EndpointReadContext): ReadonlySet<number> {
  const element = firstChild(parent, name, context);
  const codes = new Set<number>();
  if (!element) return codes;
  const text = textOf(element);
  for (const { 0: code, index } of text.value.matchAll(/[^, ]+/g)) {
    if (/^[+-]?\d+$/.test(code)) codes.add(Number(code));
    else
      badValue(
        { ...text, value: code, place: text.placeAt(index) },
        context,
        'it must be a number; separate codes by commas',
      );
  }
  return codes;
}

type NumberReader = (text: RawText, context: EndpointReadContext) => number | undefined;

function readNumber(
  parent: ArtifactElement,
  name: string,
  read: NumberReader,
  context: EndpointReadContext,
): number | undefined {
  const element = firstChild(parent, name, context);
  return element && read(textOf(element), context);
}

function readInteger(text: RawText, context: EndpointReadContext): number | undefined {
  if (/^[+-]?\d+$/.test(text.value)) return Number(text.value);
  return badValue(text, context, 'it must be a whole number');
}

function readFloat(text: RawText, context: EndpointReadContext): number | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?$/.test(text.value)) return Number.parseFloat(text.value);
  return badValue(text, context, 'it must be a number');
}

function readAddressing(element: ArtifactElement, context: EndpointReadContext): AddressingVersion | undefined {
  const addressing = firstChild(element, 'enableAddressing', context);
  if (!addressing) return undefined;
  checkNames(addressing, { attributes: ['version', 'separateListener'] }, context);
  const version = addressing.attribute('version');
  if (!version) return 'final';
  const known = version.value.trim().toLowerCase();
  if (known === 'final' || known === 'submission') return known;
  return badValue(attributeText(version, addressing), context, 'it must be final or submission');
}

const formats: readonly EndpointFormat[] = ['soap11', 'soap12', 'pox', 'get', 'rest'];

function readFormat(element: ArtifactElement, context: EndpointReadContext): EndpointFormat | undefined {
  const attribute = element.attribute('format');
  if (!attribute) return undefined;
  const format = formats.find((known) => known === attribute.value.trim().toLowerCase());
  if (!format)
    context.report.add('grammar/ignored', attribute.place, {
      name: 'format',
      reason: `known are ${formats.join(', ')}`,
    });
  return format;
}

function readOptimize(element: ArtifactElement, context: EndpointReadContext): LeafOptions['optimize'] {
  const attribute = element.attribute('optimize');
  const value = attribute?.value.trim().toLowerCase();
  if (!attribute || !value) return undefined;
  if (value !== 'mtom' && value !== 'swa') {
    context.report.add('grammar/ignored', attribute.place, { name: 'optimize', reason: 'known are mtom, swa' });
    return undefined;
  }
  context.report.add('endpoint/not-applied', attribute.place, { name: `optimize="${value}"` });
  return value;
}
