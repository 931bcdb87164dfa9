import type { Body } from './body.js';
import { Message } from './message.js';
import { copyValue } from './value.js';

/**
 * A copy of a message (message-model sheet 1, flow sheet 6): maps of its own with the same values, XML values deep
 * copies; the operation scope and the further values of repeated headers are shared; a new message id.
 * @param body the copied body
 */
export function copyMessage(message: Message, body: Body): Message {
  const copy = new Message(message.exchange, message.headers.copy(), message.axis2.copy());
  copy.adoptBody(body);
  for (const [name, value] of message.properties) copy.properties.set(name, copyValue(value));
  if (message.variables.size > 0) {
    for (const [name, value] of message.variables) copy.variables.set(name, copyValue(value));
  }
  if (message.hasAxis2Client) copy.axis2Client = new Map(message.axis2Client);
  copyAddressing(message, copy);
  copy.faultHandlers.push(...message.faultHandlers);
  copy.continuations.push(...message.continuations.map((place) => place.fork()));
  copy.templateParameters.push(...message.templateParameters);
  copy.sideWork = message.sideWork;
  return copy;
}

/** Moves everything of one message into another; values are not copied. */
export function transferMessage(from: Message, to: Message, body: Body): void {
  to.discardBody();
  to.adoptBody(body);
  to.headers = from.headers;
  to.properties.clear();
  for (const [name, value] of from.properties) to.properties.set(name, value);
  to.variables.clear();
  for (const [name, value] of from.variables) to.variables.set(name, value);
  to.axis2 = from.axis2;
  to.axis2Client = from.axis2Client;
  to.messageId = from.messageId;
  copyAddressing(from, to);
}

function copyAddressing(from: Message, to: Message): void {
  to.to = from.to;
  to.from = from.from;
  to.replyTo = from.replyTo;
  to.faultTo = from.faultTo;
  to.relatesTo = from.relatesTo;
  to.action = from.action;
  to.rest = from.rest;
  to.resumed = from.resumed;
  to.isResponse = from.responseFlag;
}
