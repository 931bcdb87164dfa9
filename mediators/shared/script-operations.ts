import type { Message, ScriptValue } from '../../engine/kit.js';

/** One thing that a script can ask for. What it throws becomes an error inside the script. */
export type Operation = (...args: readonly ScriptValue[]) => ScriptValue;

/** Addresses and identifiers of a message, by the names of their methods. */
const ADDRESSES = {
  To: 'to',
  From: 'from',
  ReplyTo: 'replyTo',
  FaultTo: 'faultTo',
  RelatesTo: 'relatesTo',
  WSAAction: 'action',
  SoapAction: 'action',
  MessageID: 'messageId',
  WSAMessageID: 'messageId',
} as const;

/** The methods of `mc` for the addresses and the state of a message. */
export function messageOperations(message: () => Message): Record<string, Operation> {
  const operations: Record<string, Operation> = {
    isResponse: () => message().isResponse,
    setResponse: (flag) => {
      message().isResponse = flag === true;
    },
    isFaultResponse: () => message().hasSoapFault,
    isSOAP11: () => message().soapVersion === '1.1',
    isDoingPOX: () => message().rest,
  };
  for (const [name, field] of Object.entries(ADDRESSES)) {
    operations[`get${name}`] = () => message()[field] ?? null;
    operations[`set${name}`] = (value) => {
      const text = value === null || value === undefined ? undefined : String(value);
      if (field === 'messageId') message().messageId = text ?? '';
      else message()[field] = text;
    };
  }
  return operations;
}

/** What the classes of Java inside the sandbox need of the engine. */
export function serviceOperations(message: () => Message): Record<string, Operation> {
  return {
    log: (level, text) => {
      message().log(level as Parameters<Message['log']>[0], String(text));
    },
    now: () => message().services.clock.now(),
    uuid: () => message().services.random.uuid(),
    systemProperty: (name) => message().services.systemProperty(String(name)) ?? null,
    environment: (name) => message().services.environment(String(name)) ?? null,
    base64: (text, url, padding) => {
      const encoded = Buffer.from(String(text))
        .toString(url === true ? 'base64url' : 'base64')
        .replace(/=+$/, '');
      return padding === true ? encoded.padEnd(Math.ceil(encoded.length / 4) * 4, '=') : encoded;
    },
    unbase64: (text) => Buffer.from(String(text), 'base64').toString(),
  };
}
