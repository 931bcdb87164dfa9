import type { Body } from './body.js';
import { Message } from './message.js';
import { copyValue } from './value.js';

/**
 * A copy of a message (message-model sheet 1, flow sheet 6): maps of its own with the same values, XML values deep
 * copies; the operation scope and the further values of repeated headers are shared; a new message id.
 * @param body the copied body
 */
export function copyMessage(message: Message, body: Body): Message {
  const copy = new Message(message.exchange, message.headers.copy());
  copy.adoptBody(body);
  for (const [name, value] of message.properties) copy.properties.set(name, copyValue(value));
  if (message.variables.size > 0) {
    for (const [name, value] of message.variables) copy.variables.set(name, copyValue(value));
  }
  copy.axis2 = new Map(message.axis2);
  if (message.hasAxis2Client) copy.axis2Client = new Map(message.axis2Client);
  copy.to = message.to;
  copy.from = message.from;
  copy.replyTo = message.replyTo;
  copy.faultTo = message.faultTo;
  copy.relatesTo = message.relatesTo;
  copy.action = message.action;
  copy.rest = message.rest;
  copy.resumed = message.resumed;
  copy.isResponse = message.responseFlag;
  copy.faultHandlers.push(...message.faultHandlers);
  copy.templateParameters.push(...message.templateParameters);
  return copy;
}
