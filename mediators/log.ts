import {
  type ArtifactElement,
  attribute,
  CONTINUE,
  compileTextTemplate,
  defineMediator,
  type Expression,
  enumKind,
  envelopeText,
  errorCodes,
  expressionKind,
  Fault,
  type Message,
  many,
  nameKind,
  one,
  Report,
  textContext,
  textKind,
} from '../engine/kit.js';

const LEVELS = ['simple', 'headers', 'full', 'custom'] as const;
const CATEGORIES = ['INFO', 'DEBUG', 'TRACE', 'WARN', 'ERROR', 'FATAL'] as const;

/** Writes a part of the line into `parts`. */
type Part = (message: Message, parts: string[]) => void;

export default defineMediator({
  element: 'log',
  summary: 'Writes one line about the message to the log.',
  attributes: {
    level: attribute(enumKind(LEVELS), 'How much of the message is written; `simple` without a <message>.'),
    category: attribute(enumKind(CATEGORIES, { ignoreCase: true }), 'Severity of the line.', { default: 'INFO' }),
    separator: attribute(textKind, 'Stands between the parts; \\n and \\t may be written as two characters.', {
      default: ', ',
    }),
    logFullPayload: attribute(textKind, '`true` is level full.'),
    logMessageID: attribute(textKind, '`true` puts the message id in front, in the custom and message forms.'),
  },
  children: {
    message: one({ body: 'content' }, 'Text with ${...} expressions.'),
    property: many(
      {
        attributes: {
          name: attribute(nameKind, 'Name in the line.', { required: true }),
          value: attribute(nameKind, 'Literal value.'),
          expression: attribute(expressionKind(), 'Expression that gives the value.'),
        },
        firstOf: [['value'], ['expression']],
      },
      'Adds `name = value` to the line.',
    ),
  },
  contentAware({ level, logFullPayload, message, property }) {
    const form = formOf(level, logFullPayload, message !== undefined);
    if (form === 'simple' || form === 'headers' || form === 'full') return true;
    if (property.some(({ expression }) => expression?.contentAware)) return true;
    if (!message) return false;
    const context = textContext(message.body, new Report());
    return compileTextTemplate(message.body.text(), context)?.contentAware ?? false;
  },
  example: `<log level="custom"><property name="status" expression="$axis2:HTTP_SC"/></log>`,
  compile({ level, category, separator, logFullPayload, logMessageID, message, property }, load) {
    const glue = lineBreaks(separator);
    const form = formOf(level, logFullPayload, message !== undefined);
    const template = message && lineTemplate(message.body, load.report);
    const parts: Part[] = [];
    if (logMessageID === 'true' && (form === 'custom' || form === 'message')) parts.push(messageId);
    if (template) parts.push((current, line) => line.push(template(current)));
    if (form === 'simple' || form === 'full') parts.push(addresses);
    if (form === 'headers') parts.push(soapHeaders);
    if (form === 'full') parts.push(payload);
    for (const each of property) parts.push(named(each.name, each.value, each.expression));
    const write = severity[category];
    const fine = finestLevels[category];
    return (current) => {
      if (fine && !current.services.log.enabled(fine)) return CONTINUE;
      const parted: string[] = [];
      for (const part of parts) part(current, parted);
      const line = parted.join(glue);
      const leads = (form === 'custom' || form === 'message') && glue !== '' && line.startsWith(glue);
      write(current, prefixOf(current, form) + (leads ? line.slice(glue.length) : line));
      return CONTINUE;
    };
  },
});

/** Categories that evaluate nothing where they are not written. */
const finestLevels: Partial<Record<(typeof CATEGORIES)[number], 'debug' | 'trace'>> = {
  DEBUG: 'debug',
  TRACE: 'trace',
};

type Form = (typeof LEVELS)[number] | 'message';

function formOf(level: (typeof LEVELS)[number] | undefined, full: string | undefined, hasMessage: boolean): Form {
  if (full?.toLowerCase() === 'true') return 'full';
  return level ?? (hasMessage ? 'message' : 'simple');
}

const severity: Record<(typeof CATEGORIES)[number], (message: Message, text: string) => void> = {
  INFO: (message, text) => message.services.log.info(text),
  DEBUG: (message, text) => message.services.log.debug(text),
  TRACE: (message, text) => message.services.log.trace(text),
  WARN: (message, text) => message.services.log.warn(text),
  ERROR: (message, text) => message.services.log.error(text),
  FATAL: (message, text) => message.services.log.fatal(text),
};

/** The text of <message>; `\n` and `\t` written as two characters stand for line feed and tab. */
function lineTemplate(element: ArtifactElement, report: Report): (message: Message) => string {
  const template = compileTextTemplate(element.text(), textContext(element, report));
  const parts = (template?.parts ?? []).map((part) => (part.kind === 'text' ? lineBreaks(part.text) : part.expression));
  return (message) => parts.map((part) => (typeof part === 'string' ? part : (part.string(message) ?? ''))).join('');
}

/** The artifact that the flow belongs to, as the reference puts it in front of each line. */
function prefixOf(message: Message, form: Form): string {
  const { artifact, client } = message.exchange;
  if (!artifact) return '';
  if (form === 'message' && artifact.startsWith('api:')) return `{${artifact} ${client.method} ${client.target}} `;
  return `{${artifact}} `;
}

function lineBreaks(text: string): string {
  return text.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
}

const messageId: Part = (message, line) => {
  line.push(`MessageID: ${message.messageId}`, `correlation_id: ${message.exchange.correlationId}`);
};

const addresses: Part = (message, line) => {
  line.push(`To: ${message.to ?? ''}`);
  if (message.from !== undefined) line.push(`From: ${message.from}`);
  if (message.action !== undefined) line.push(`WSAction: ${message.action}`, `SOAPAction: ${message.action}`);
  if (message.replyTo !== undefined) line.push(`ReplyTo: ${message.replyTo}`);
  line.push(`MessageID: ${message.messageId}`, `correlation_id: ${message.exchange.correlationId}`);
  line.push(`Direction: ${message.isResponse ? 'response' : 'request'}`);
};

const soapHeaders: Part = (message, line) => {
  for (const block of message.soapHeader?.elements() ?? []) line.push(`${block.localName} : ${block.ownText()}`);
};

const payload: Part = (message, line) => {
  const json = message.jsonText;
  if (json !== undefined) {
    line.push(`Payload: ${json}`);
    return;
  }
  try {
    line.push(`Envelope: ${envelopeText(message.envelope)}`);
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    throw new Fault(`Could not build full log message: ${thrown.message}`, {
      cause: thrown,
      parsing: thrown instanceof Fault && thrown.parsing ? 'wrapped' : undefined,
      errorCode: errorCodes.mediation,
    });
  }
};

function named(name: string, value: string | undefined, expression: Expression | undefined): Part {
  if (value !== undefined) return (_message, line) => line.push(`${name} = ${value}`);
  return (message, line) => line.push(`${name} = ${expression!.string(message)}`);
}
