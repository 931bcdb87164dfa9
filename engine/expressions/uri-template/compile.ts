import { Fault, type Place, type Report } from '../../errors/index.js';
import { type Message, valueText } from '../../message/index.js';
import { expandTemplate } from './expand.js';
import { decodeUrlText, isJavaUri, quoteUrl } from './java-uri.js';
import { parseUriTemplate, type TemplateExpression, UriTemplateError } from './template.js';

/** The compiled `uri-template` of an `<http>` endpoint. */
export interface UriTemplate {
  /** As written. */
  readonly text: string;
  /**
   * The address for a message. Variables are the default-scope properties whose names start with `uri.var.` or
   * `query.param.`, and those of `extra` (properties of the endpoint), which win. Without any variable, and when the
   * result is no valid URI, it is the template with its braces.
   * @throws Fault for a `$` in a value that is not escaped
   */
  expand(message: Message, extra?: ReadonlyMap<string, string>): string;
}

const legacyPrefix = 'legacy-encoding:';

/**
 * Compiles the URI template of an endpoint (expressions sheet 5).
 * @param place of the template's first character, or of any of its characters by offset
 * @returns undefined after `expression/uri-template-syntax`
 */
export function compileUriTemplate(
  text: string,
  place: Place | ((offset: number) => Place),
  report: Report,
): UriTemplate | undefined {
  const placeAt = typeof place === 'function' ? place : (at: number) => ({ ...place, column: place.column + at });
  const legacy = text.startsWith(legacyPrefix);
  const template = legacy ? text.slice(legacyPrefix.length) : text;
  try {
    const expressions = parseUriTemplate(template);
    return legacy ? legacyTemplate(text, template, expressions) : plainTemplate(text, expressions, placeAt(0));
  } catch (error) {
    if (!(error instanceof UriTemplateError)) throw error;
    const start = legacy ? legacyPrefix.length : 0;
    report.add('expression/uri-template-syntax', placeAt(start + error.offset), { reason: error.reason });
    return undefined;
  }
}

function plainTemplate(text: string, expressions: readonly TemplateExpression[], place: Place): UriTemplate {
  const widened = text.startsWith('{') && text[1] !== '+';
  const template = widened ? `{+${text.slice(1)}` : text;
  if (expressions.length === 0) return { text, expand: () => template };
  const steps = widened ? widenedExpressions(template, expressions) : expressions;
  return {
    text,
    expand: (message, extra) => {
      if (typeof steps === 'string') throw new Fault(steps, { place });
      const variables = variablesOf(message, extra);
      if (variables.size === 0) return template;
      const uri = expandOrFault(template, steps, variables, place);
      return isJavaUri(uri) ? uri : template;
    },
  };
}

/**
 * A template that starts with a variable may carry a whole address in it, so the variable is taken as `{+...}`.
 * @returns what is wrong with the template then: another operator cannot follow the plus
 */
function widenedExpressions(
  template: string,
  expressions: readonly TemplateExpression[],
): readonly TemplateExpression[] | string {
  try {
    return [parseUriTemplate(template)[0]!, ...expressions.slice(1)];
  } catch (error) {
    return (error as UriTemplateError).reason;
  }
}

function expandOrFault(
  template: string,
  expressions: readonly TemplateExpression[],
  variables: ReadonlyMap<string, string>,
  place: Place,
): string {
  try {
    return expandTemplate(template, expressions, variables);
  } catch (error) {
    throw new Fault((error as Error).message, { place, cause: error });
  }
}

/** Values are decoded, and the whole again, before it is put together as a URI; any failure gives the raw template. */
function legacyTemplate(text: string, template: string, expressions: readonly TemplateExpression[]): UriTemplate {
  return {
    text,
    expand: (message, extra) => {
      const variables = variablesOf(message, extra);
      return (variables.size > 0 && legacyAddress(template, expressions, variables)) || template;
    },
  };
}

function legacyAddress(
  template: string,
  expressions: readonly TemplateExpression[],
  variables: ReadonlyMap<string, string>,
): string | undefined {
  const decoded = new Map<string, string>();
  for (const [name, value] of variables) {
    const text = decodeUrlText(value);
    if (text === undefined) return undefined;
    decoded.set(name, text);
  }
  try {
    const url = decodeUrlText(expandTemplate(template, expressions, decoded));
    return url === undefined ? undefined : quoteUrl(url);
  } catch {
    // A `$` that is no group: a failure like any other here.
    return undefined;
  }
}

function isVariable(name: string): boolean {
  return name.startsWith('uri.var.') || name.startsWith('query.param.');
}

function variablesOf(message: Message, extra?: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  // No usual name is that of a variable.
  for (const [name, value] of message.properties.others ?? []) {
    const text = isVariable(name) ? valueText(value) : null;
    if (text !== null) variables.set(name, text);
  }
  for (const [name, value] of extra ?? []) if (isVariable(name)) variables.set(name, value);
  return variables;
}
