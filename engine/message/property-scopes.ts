import type { Message } from './message.js';
import { registryText, setRegistryText } from './registry.js';
import { isTrue, type Value, valueText } from './value.js';

/** Scopes of properties; `env`, `file` and `func` can only be read, `analytics` and `trace` only be written. */
export type Scope =
  | 'default'
  | 'axis2'
  | 'axis2-client'
  | 'transport'
  | 'operation'
  | 'registry'
  | 'system'
  | 'env'
  | 'file'
  | 'func'
  | 'analytics'
  | 'trace';

/** Reads a property as `get-property` does (message-model sheet 2.2). Undefined = unset; an unknown scope is unset too. */
export function getProperty(message: Message, scope: string, name: string): Value | undefined {
  const { services } = message;
  if (name === 'SYSTEM_TIME') return String(Math.trunc(services.clock.now()));
  switch (scope) {
    case 'default':
      return computed(message, name) ?? message.properties.get(name) ?? services.localEntry(name);
    case 'axis2':
      return (
        message.axis2.get(name) ??
        (message.hasAxis2Client ? message.axis2Client.get(name) : undefined) ??
        message.operation.get(name)
      );
    case 'axis2-client':
      return message.axis2Client.get(name) ?? undefined;
    case 'operation':
      return message.operation.get(name) ?? undefined;
    case 'transport':
      return message.headers.value(name);
    case 'registry':
      return registryText(services.registry, name);
    case 'system':
      return services.systemProperty(name) ?? '';
    case 'env':
      return services.environment(name) ?? '';
    case 'file':
      return services.fileProperty(name) ?? '';
    case 'func':
      return message.templateParameters.at(-1)?.get(name);
    default:
      return undefined;
  }
}

/** The names of the default scope that are looked up elsewhere; '' when there is nothing. Undefined for other names. */
function computed(message: Message, name: string): string | undefined {
  switch (name) {
    case 'To':
      return message.to ?? '';
    case 'From':
      return message.from ?? '';
    case 'Action':
      return message.action ?? '';
    case 'FaultTo':
      return message.faultTo ?? '';
    case 'ReplyTo':
      return message.replyTo ?? '';
    case 'RelatesTo':
      return message.relatesTo ?? '';
    case 'MessageID':
      return message.messageId;
    case 'FAULT':
      return message.hasSoapFault || isTrue(message.axis2.get('FAULT_MESSAGE')) ? 'TRUE' : '';
    case 'MESSAGE_FORMAT':
      if (message.rest) return 'pox';
      return message.soapVersion === '1.2' ? 'soap12' : 'soap11';
    case 'OperationName':
      return 'mediate';
    case 'OperationNamespace':
      return '';
    default:
      return undefined;
  }
}

/**
 * Sets a property with its side effects (message-model sheet 2.1). A null leaves the old value in the default scope,
 * is stored in the axis2, axis2-client and operation scopes, and becomes '' in the transport scope.
 */
export function setProperty(message: Message, scope: string, name: string, value: Value): void {
  switch (scope) {
    case 'default':
      if (value === null) return;
      message.properties.set(name, value);
      if (name === 'RESPONSE') message.exchange.skipAcknowledgement();
      return;
    case 'axis2':
      setAxis2(message, name, value);
      return;
    case 'axis2-client':
      message.axis2Client.set(name, value);
      return;
    case 'operation':
      message.operation.set(name, value);
      return;
    case 'transport':
      message.headers.set(name, value ?? '');
      return;
    case 'registry':
      setRegistryText(message.services.registry, name, valueText(value));
      return;
    case 'system':
      if (value !== null) message.services.setSystemProperty?.(name, valueText(value) ?? '');
      return;
  }
}

function setAxis2(message: Message, name: string, value: Value): void {
  message.axis2.set(name, value);
  if (name === 'messageType') {
    const type = valueText(value);
    message.axis2.set('ContentType', type);
    if (message.headers.present && type !== null) message.headers.set('Content-Type', type);
  } else if (name === 'SET_ROLLBACK_ONLY') {
    message.operation.set(name, value);
  }
}

/** Removes a property: in the axis2-client scope it becomes null, repeated headers keep their further values. */
export function removeProperty(message: Message, scope: string, name: string): void {
  switch (scope) {
    case 'default':
      message.properties.delete(name);
      return;
    case 'axis2':
      message.axis2.delete(name);
      if (name === 'TRANSPORT_HEADERS') message.headers.clear();
      return;
    case 'axis2-client':
      message.axis2Client.set(name, null);
      return;
    case 'operation':
      message.operation.delete(name);
      return;
    case 'transport':
      message.headers.delete(name);
      return;
  }
}
