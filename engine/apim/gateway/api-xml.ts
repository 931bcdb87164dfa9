import { escapeAttribute } from '../../xml/index.js';
import type { KeyType } from '../setup.js';
import { backendsOf, endpointName, type ManagedApi, type ManagedResource } from './managed-api.js';

/** Whose keys a gateway takes (`[[apim.gateway.environment]] type`). */
export type GatewayType = 'hybrid' | 'production' | 'sandbox';

/** The generated `<api>` (gateway sheet A.4). */
export function apiXml(api: ManagedApi, gatewayType: GatewayType): string {
  const { setup, artifactName, context } = api;
  const { transports = [] } = setup;
  const only = new Set(transports).size === 1 ? ` transports="${transports[0]}"` : '';
  const version = escapeAttribute(setup.version);
  return (
    `<api xmlns="http://ws.apache.org/ns/synapse" name="${escapeAttribute(artifactName)}"` +
    ` context="${escapeAttribute(context)}" version="${version}" version-type="context"${only}>\n` +
    `${api.resources.map((resource) => resourceXml(api, resource, gatewayType)).join('')}</api>`
  );
}

/** Name of the sequence that takes what fails in a resource: the API's own, or `fault`. */
export function faultSequenceOf({ setup, synapseName }: ManagedApi): string {
  return setup.sequences?.fault === undefined ? 'fault' : `${synapseName}--Fault`;
}

function resourceXml(api: ManagedApi, { target, verbs }: ManagedResource, gatewayType: GatewayType): string {
  const templated = target.includes('{') || /\*(?!$)|[^/]\*$/.test(target);
  const mapping = templated ? 'uri-template' : 'url-mapping';
  const fault = escapeAttribute(faultSequenceOf(api));
  const cached = api.setup.responseCache !== undefined;
  return `  <resource methods="${escapeAttribute(verbs.join(' '))}" ${mapping}="${escapeAttribute(target)}" faultSequence="${fault}">
    <inSequence>
      <property name="api.ut.backendRequestTime" expression="get-property('SYSTEM_TIME')"/>
      <filter source="$ctx:AM_KEY_TYPE" regex="PRODUCTION">
        <then>${wayOut(api, 'PRODUCTION', gatewayType)}</then>
        <else>${wayOut(api, 'SANDBOX', gatewayType)}</else>
      </filter>
    </inSequence>
    <outSequence>${cached ? '<cache collector="true"/>' : ''}<send/></outSequence>
  </resource>
`;
}

/** What becomes of a request with a kind of key. Each has a cache of its own: their backends answer differently. */
function wayOut({ setup }: ManagedApi, keyType: KeyType, gatewayType: GatewayType): string {
  if (gatewayType === 'sandbox' && keyType === 'PRODUCTION') return wrongGateway('Production', 'Sandbox');
  if (gatewayType === 'production' && keyType === 'SANDBOX') return wrongGateway('Sandbox', 'Production');
  if (!backendsOf(setup, keyType)) return `<sequence key="_${keyType.toLowerCase()}_key_error_"/>`;
  const name = escapeAttribute(endpointName(setup, keyType));
  return `${cacheFinder(setup.responseCache)}<send><endpoint key="${name}"/></send>`;
}

/** Answers are kept by address, headers and body; failures are not kept (gateway sheet E.9). */
function cacheFinder(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  return (
    `<cache collector="false" timeout="${Math.max(0, Math.trunc(seconds))}"><protocol type="HTTP"><methods>*</methods>` +
    '<responseCodes>2[0-9][0-9]</responseCodes></protocol><implementation maxSize="500"/></cache>'
  );
}

function wrongGateway(key: string, gateway: string): string {
  return (
    '<payloadFactory media-type="xml"><format>' +
    `<error xmlns=""><message>${key} Key Provided for ${gateway} Gateway</message></error>` +
    '</format><args/></payloadFactory>' +
    '<property name="TRANSPORT_HEADERS" scope="axis2" action="remove"/>' +
    '<property name="messageType" value="application/xml" scope="axis2"/>' +
    '<property name="NO_ENTITY_BODY" scope="axis2" action="remove"/>' +
    '<property name="HTTP_SC" value="401" scope="axis2"/><respond/>'
  );
}
