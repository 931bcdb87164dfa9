import {
  type ArtifactElement,
  artifactsOf,
  attribute,
  booleanKind,
  CONTINUE,
  compileExpression,
  type DynamicText,
  defineMediator,
  dynamicKind,
  Fault,
  type Message,
  many,
  one,
  Report,
  textKind,
  valueText,
  XmlElement,
} from '../engine/kit.js';
import { argumentShape, compileArgument } from './shared/payload-argument.js';
import { formatOf, inlineFormat, placeOfText } from './shared/payload-format.js';
import { type Fill, inlineFreeMarker, keyedFreeMarker } from './shared/payload-freemarker.js';
import type { PayloadSettings } from './shared/payload-insert.js';
import { constantPayload, putPayload } from './shared/payload-result.js';
import { PayloadTemplate } from './shared/payload-template.js';
import type { Media } from './shared/payload-text.js';

const MEDIA: readonly Media[] = ['xml', 'json', 'text'];

export default defineMediator({
  element: 'payloadFactory',
  summary: 'Builds a new body from a template and values of the message.',
  attributes: {
    'media-type': attribute(textKind, 'xml, json or text; anything else leaves the message alone.', { default: 'xml' }),
    'template-type': attribute(textKind, '`freemarker`; anything else is the default template.', {
      default: 'default',
    }),
    escapeXmlChars: attribute(booleanKind, 'Escapes raw line breaks inside JSON arguments.', { default: false }),
  },
  children: {
    format: one(
      {
        attributes: { key: attribute(dynamicKind, 'Local entry or registry resource with the template.') },
        body: 'content',
      },
      'The template: inline, or by key.',
      { required: true },
    ),
    args: one({ children: { arg: many(argumentShape, 'Value of $1, $2, …') } }, 'Values of the placeholders.'),
  },
  contentAware: true,
  example: `<payloadFactory media-type="json">
  <format>{"id": "$1"}</format>
  <args><arg evaluator="json" expression="$.order.id"/></args>
</payloadFactory>`,
  compile({ 'media-type': mediaType, 'template-type': language, escapeXmlChars, format, args }, load) {
    const media = MEDIA.find((known) => known === mediaType);
    const values = (args?.arg ?? []).map((each) => compileArgument(each, media ?? 'text', load));
    const settings = { escapeControls: escapeXmlChars };
    const { fill, constant } = contentOf(language, format, media ?? 'text', settings, load.report);
    if (media && constant !== undefined && values.length === 0) return constantPayload(media, constant.trim());
    return (message) => {
      const resolved = values.map((value) => value(message));
      // An unknown media type evaluates the arguments and changes nothing (mediators-message sheet 6).
      if (media) putPayload(message, media, fill(message, media, resolved).trim());
      return CONTINUE;
    };
  },
});

interface Format {
  readonly key?: DynamicText | undefined;
  readonly body: ArtifactElement;
}

/** How the payload's text is made. */
interface Content {
  readonly fill: Fill;
  /** The text when it is the same for all messages. */
  readonly constant?: string | undefined;
}

/** By the language of the template and where it stands. */
function contentOf(
  language: string,
  { key, body }: Format,
  media: Media,
  settings: PayloadSettings,
  report: Report,
): Content {
  if (language.toLowerCase() === 'freemarker') {
    if (!key) return { fill: inlineFreeMarker(body, media, settings, report) };
    return { fill: keyedFreeMarker((message) => entryText(message, key.string(message) ?? ''), settings) };
  }
  if (key) {
    const templateOf = keyedTemplate(key);
    return { fill: (message, kind, values) => templateOf(message).fill(message, kind, values, settings) };
  }
  const template = inlineTemplate(body, media, report);
  return {
    fill: (message, kind, values) => template.fill(message, kind, values, settings),
    constant: template.constant,
  };
}

function inlineTemplate(format: ArtifactElement, media: Media, report: Report): PayloadTemplate {
  return PayloadTemplate.read(inlineFormat(format, media), (source) => {
    const context = { namespaces: format.namespaces, place: placeOfText(format, source), report };
    return compileExpression(source, context, { synapse: true });
  });
}

/** The entry is looked up per message; its template is split anew only when the content has changed. */
function keyedTemplate(key: DynamicText): (message: Message) => PayloadTemplate {
  let text: string | undefined;
  let template: PayloadTemplate | undefined;
  return (message) => {
    const name = key.string(message) ?? '';
    const found = entryText(message, name);
    if (!template || found !== text) {
      template = PayloadTemplate.read(found, (source) => compileKeyed(source, name));
      text = found;
    }
    return template;
  };
}

function entryText(message: Message, key: string): string {
  const entry = artifactsOf(message).entry(key);
  if (entry === undefined || entry === null) throw new Fault(`Key ${key} not found `);
  return entry instanceof XmlElement ? formatOf(entry) : (valueText(entry) ?? '');
}

function compileKeyed(source: string, key: string) {
  const report = new Report();
  const place = () => ({ file: key, line: 1, column: 1 });
  const expression = compileExpression(source, { namespaces: new Map(), place, report }, { synapse: true });
  if (!expression) throw new Fault(`Invalid Payload format : ${report.findings[0]?.message ?? source}`);
  return expression;
}
