import {
  type ArtifactElement,
  artifactsOf,
  DocumentModel,
  Fault,
  FreeMarkerTemplate,
  FtlFailure,
  FtlHash,
  FtlStop,
  type FtlSurroundings,
  FtlSyntaxError,
  type FtlValue,
  JsonData,
  JsonObject,
  jsonModel,
  type Message,
  nearestName,
  type Report,
  serializeXml,
  stringifyJson,
  type Value,
  valueText,
  XmlElement,
} from '../../engine/kit.js';
import type { ArgumentValue } from './payload-argument.js';
import { inlineFormat, placeInFormat } from './payload-format.js';
import { insertArgument, type PayloadSettings } from './payload-insert.js';
import { escapeXml, type Media } from './payload-text.js';

/** Most statements and turns of loops that one template may take. */
const MAX_STEPS = 2_000_000;
/** What the reference engine puts before an XML template, on its first line: columns count with it. */
const PADDING = '<pfPadding>'.length;

/** The variables of the sheet (6.2). */
const VARIABLES: ReadonlySet<string> = new Set(['payload', 'args', 'ctx', 'axis2', 'trp', 'vars']);

/** Fills a template for a message. */
export type Fill = (message: Message, media: Media, values: readonly ArgumentValue[]) => string;

/** A template written in the artifact: compiled now, errors are findings. */
export function inlineFreeMarker(
  format: ArtifactElement,
  media: Media,
  settings: PayloadSettings,
  report: Report,
): Fill {
  const text = inlineFormat(format, media);
  const template = compileInline(text, format, media, report);
  return (message, _, values) => (template ? fill(template, text, { message, media, values, settings }) : '');
}

function compileInline(
  text: string,
  format: ArtifactElement,
  media: Media,
  report: Report,
): FreeMarkerTemplate | undefined {
  try {
    const template = new FreeMarkerTemplate(text);
    for (const { name, offset } of template.unknownNames(VARIABLES)) {
      const near = nearestName(name, VARIABLES);
      const place = placeInFormat(format, media, offset);
      report.add('freemarker/unknown-name', place, { name }, near && `Did you mean ${near}?`);
    }
    return template;
  } catch (thrown) {
    if (!(thrown instanceof FtlSyntaxError)) throw thrown;
    report.add('freemarker/syntax', placeInFormat(format, media, thrown.offset), { reason: thrown.reason });
    return undefined;
  }
}

/** A template by key: compiled at its first use, and anew when the entry has changed. */
export function keyedFreeMarker(textOf: (message: Message) => string, settings: PayloadSettings): Fill {
  let known: { readonly text: string; readonly template: FreeMarkerTemplate } | undefined;
  return (message, media, values) => {
    const text = textOf(message);
    if (known?.text !== text) known = { text, template: compileKeyed(text) };
    return fill(known.template, text, { message, media, values, settings });
  };
}

function compileKeyed(text: string): FreeMarkerTemplate {
  try {
    return new FreeMarkerTemplate(text);
  } catch (thrown) {
    if (!(thrown instanceof FtlSyntaxError)) throw thrown;
    throw new Fault(`Error parsing FreeMarker template : ${thrown.reason}`, { cause: thrown });
  }
}

interface Filling {
  readonly message: Message;
  readonly media: Media;
  readonly values: readonly ArgumentValue[];
  readonly settings: PayloadSettings;
}

function fill(template: FreeMarkerTemplate, text: string, filling: Filling): string {
  try {
    return template.fill(surroundingsOf(template, filling));
  } catch (thrown) {
    if (thrown instanceof FtlStop) throw new Fault(thrown.message, { cause: thrown });
    if (!(thrown instanceof FtlFailure)) throw thrown;
    const { expression, position, reason } = thrown;
    const shifted = filling.media === 'xml' && position.line === 1 && !text.startsWith('<#ftl');
    const column = position.column + (shifted ? PADDING : 0);
    const message = `Error parsing FreeMarker template, Syntax error or invalid reference : ${expression} At line: ${position.line} column: ${column}`;
    throw new Fault(message, { detail: `${message}: ${reason}`, cause: thrown });
  }
}

/** The variables of the sheet (6.2), each made when the template asks for it. */
function surroundingsOf(template: FreeMarkerTemplate, filling: Filling): FtlSurroundings {
  const { message } = filling;
  const made = new Map<string, FtlValue | undefined>();
  const makers: Record<string, () => FtlValue | undefined> = {
    payload: () => payloadModel(template, message),
    args: () => argumentsModel(filling),
    ctx: () => texts(message.properties),
    axis2: () => texts(message.axis2),
    trp: () => texts(new Map(message.headers.entries())),
    vars: () => texts(message.variables),
  };
  return {
    variable(name) {
      if (!made.has(name) && Object.hasOwn(makers, name)) made.set(name, makers[name]());
      return made.get(name);
    },
    now: () => message.services.clock.now(),
    load: (path) => loadTemplate(path, message),
    limits: { maxOutput: message.services.settings.maxBodyBytes, maxSteps: MAX_STEPS },
  };
}

/** JSON objects and arrays, XML from the document on, text escaped for XML; '' for anything else. */
function payloadModel(template: FreeMarkerTemplate, message: Message): FtlValue | undefined {
  if (message.jsonText !== undefined) {
    const json = message.json ?? null;
    return json instanceof JsonObject || Array.isArray(json) ? jsonModel(json) : stringifyJson(json);
  }
  const { text, payload } = message;
  if (text !== undefined) return escapeXml(text);
  return payload ? new DocumentModel(payload, template.namespacePrefixes) : '';
}

/** Values on their way through a regular expression in the reference: it keeps the backslashes that this needs. */
function argumentsModel({ message, media, values, settings }: Filling): FtlValue {
  const entries = values.map((value, index) => {
    const text = insertArgument(value, message, media, settings).replace(/[\\$]/g, '\\$&');
    return [`arg${index + 1}`, text] as const;
  });
  return new FtlHash(new Map(entries));
}

/** All values as strings. */
function texts(values: Iterable<readonly [name: string, value: Value]>): FtlValue {
  const entries = [...values].flatMap(([name, value]) => {
    const text = value instanceof JsonData ? stringifyJson(value.value) : valueText(value);
    return text === null ? [] : [[name, text] as const];
  });
  return new FtlHash(new Map(entries));
}

/** A template for `#include` and `#import`: below the configuration registry. */
function loadTemplate(path: string, message: Message): string | undefined {
  const base = message.services.settings.property('freemarker.template.base.path') ?? '';
  const entry = artifactsOf(message).entry(`conf:/${`${base}/${path}`.replace(/\/+/g, '/').replace(/^\//, '')}`);
  if (entry === undefined || entry === null) return undefined;
  return entry instanceof XmlElement ? serializeXml(entry) : (valueText(entry) ?? undefined);
}
