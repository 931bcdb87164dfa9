import {
  CONTINUE,
  detectJson,
  Fault,
  type Message,
  parseXml,
  type Run,
  valueText,
  type XmlElement,
} from '../../engine/kit.js';
import type { Media } from './payload-text.js';

/** Content types under which XML is sent as it is; any other becomes application/xml. */
const XML_TYPES = new Set(['application/xml', 'text/xml', 'application/soap+xml']);
const ENVELOPES = new Set(['http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope']);

/** Makes the text the message's body (mediators-message sheet 6.3). */
export function putPayload(message: Message, media: Media, text: string): void {
  if (media === 'xml') putRoot(message, parsePayload(text));
  else if (media === 'json') putJson(message, text);
  else putText(message, text);
}

function putText(message: Message, text: string): void {
  message.setText(text);
  message.setProperty('axis2', 'messageType', 'text/plain');
  message.removeProperty('axis2', 'NO_ENTITY_BODY');
}

/** Makes a text that is always the same each message's body: XML is parsed once, and copied. */
export function constantPayload(media: Media, text: string): Run {
  if (media !== 'xml') {
    return (message) => {
      putPayload(message, media, text);
      return CONTINUE;
    };
  }
  let root: XmlElement | undefined;
  return (message) => {
    root ??= parsePayload(text);
    putRoot(message, root.clone());
    return CONTINUE;
  };
}

function putRoot(message: Message, root: XmlElement): void {
  if (root.localName === 'Envelope' && ENVELOPES.has(root.namespaceURI)) message.replaceEnvelope(root);
  else message.setXml(root);
  const type = message.axis2.get('messageType');
  if (typeof type !== 'string' || !XML_TYPES.has(type)) message.setProperty('axis2', 'messageType', 'application/xml');
  message.removeProperty('axis2', 'NO_ENTITY_BODY');
}

/** The first element of the text; text and further elements around it are dropped. */
function parsePayload(text: string): XmlElement {
  const body = text.replace(/^<\?xml[^>]*\?>/, '');
  let root: XmlElement | null;
  try {
    root = parseXml(`<payload>${body}</payload>`).documentElement!.firstElement();
  } catch (thrown) {
    throw new Fault('Error while generating the XML payload: the result of the template is not well-formed', {
      cause: thrown,
    });
  }
  if (!root) throw new Fault('Generated content is not a valid XML payload');
  root.remove();
  return root;
}

function putJson(message: Message, text: string): void {
  const kind = detectJson(text);
  const bodiless = ['GET', 'DELETE'].includes(valueText(message.axis2.get('HTTP_METHOD') ?? null) ?? '');
  if (kind === 'malformed' || (kind === 'unstarted' && !bodiless)) {
    const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
    throw new Fault(`Error creating JSON Payload from source ${shown}`);
  }
  if (text === '') message.setJson('{}');
  else if (kind === 'empty' || kind === 'unstarted') message.removePayload();
  else message.setJson(text);
  message.setProperty('axis2', 'messageType', 'application/json');
  message.removeProperty('axis2', 'NO_ENTITY_BODY');
}
