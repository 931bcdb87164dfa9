export type { Answer } from './answer.js';
export { type BodyReading, readBody } from './build-message.js';
export { Cancellation, type CancelSignal } from './cancellation.js';
export * from './codecs/index.js';
export { BodyTooLarge, collect } from './collect.js';
export { type BodyFormat, charsetOf, formatOf, mediaType } from './content-type.js';
export { convertValue, type ValueSource, type ValueType, valueTypes } from './convert-value.js';
export { applyEndpointFormat, type EndpointFormat } from './endpoint-format.js';
export {
  type Client,
  type ClientCertificate,
  type Ending,
  Exchange,
  type ExchangeOptions,
  type OutFlow,
} from './exchange.js';
export { formatBody, type WrittenBody } from './format-body.js';
export { type Header, Headers, headerName, type KnownHeader, lowerCase, withKnown } from './headers.js';
export { HeldJson } from './held-json.js';
export * from './json/index.js';
export { type Continuation, type FaultHandler, Message, type MessageContent } from './message.js';
export { PropertyMap, UsualNames } from './property-map.js';
export type { Scope } from './property-scopes.js';
export { type IncomingRequest, readRequest } from './read-request.js';
export type { Registry } from './registry.js';
export type { Outbound, OutboundRequest, OutboundResponse, Services } from './services.js';
export { readSettings, type Settings } from './settings.js';
export { SideWork, type Waiting } from './side-work.js';
export {
  bodyOf,
  convertEnvelope,
  emptyEnvelope,
  envelopeText,
  envelopeVersion,
  isSoapFault,
  SOAP11_NAMESPACE,
  SOAP12_NAMESPACE,
  type SoapVersion,
  soapNamespace,
} from './soap.js';
export { copyValue, elementAsText, isNodeList, isTrue, isValueMap, type Value, valueText } from './value.js';
export { type OutgoingRequest, type RequestAim, writeRequest } from './write-request.js';
export { acceptedResponse, type ClientResponse, plainResponse, writeResponse } from './write-response.js';
