import type { Profile } from '../setup.js';

/** The sequences that come with a gateway, by name (gateway sheet A.3, E.1, E.5). */
export function shippedSequences(profile: Profile, jwtHeader: string): readonly (readonly [string, string])[] {
  const xml = profile === '1.x' || profile === '3.x';
  return [
    ['fault', faultSequence(xml, jwtHeader)],
    ['main', mainSequence(xml)],
    [
      '_production_key_error_',
      failing('900901', 'Production key offered to the API with no production endpoint', '403'),
    ],
    ['_sandbox_key_error_', failing('900901', 'Sandbox key offered to the API with no sandbox endpoint', '403')],
    ['_resource_mismatch_handler_', failing('404', 'No matching resource found for given API Request', '404')],
    ['_method_not_allowed_handler_', failing('405', 'Method not allowed for given API resource', '405')],
  ].map(([name, content]) => [
    name!,
    `<sequence xmlns="http://ws.apache.org/ns/synapse" name="${name}">${content}</sequence>`,
  ]);
}

/** Sets what `fault` reports, and runs it. */
function failing(code: string, message: string, status: string): string {
  return (
    `<property name="ERROR_CODE" value="${code}"/><property name="ERROR_MESSAGE" value="${message}"/>` +
    `<property name="CUSTOM_HTTP_SC" value="${status}"/><sequence key="fault"/>`
  );
}

/** Headers of the request that must not come back, and those that would not fit the new body. */
const requestHeaders = ['Authorization', 'Host', 'Accept', 'X-JWT-Assertion', 'Cookie', 'Content-Encoding'];

function faultSequence(xml: boolean, jwtHeader: string): string {
  return `
  <filter source="get-property('CUSTOM_HTTP_SC')" regex=".+">
    <then><property name="HTTP_SC" expression="get-property('CUSTOM_HTTP_SC')" scope="axis2"/></then>
    <else><property name="HTTP_SC" value="500" scope="axis2"/></else>
  </filter>
  ${[...new Set([...requestHeaders, jwtHeader])].map((name) => removed(name, 'transport')).join('')}
  ${['NO_ENTITY_BODY', 'ContentType', 'SC_ACCEPTED'].map((name) => removed(name, 'axis2')).join('')}
  <filter source="get-property('MESSAGE_FORMAT')" regex="soap11|soap12">
    <then>
      <makefault version="soap11">
        <code xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" value="soap:Server"/>
        <reason expression="get-property('ERROR_MESSAGE')"/>
      </makefault>
      <property name="messageType" value="text/xml" scope="axis2"/>
    </then>
    <else>
      ${report(xml, '$1', 'Runtime Error', '$2', [`get-property('ERROR_CODE')`, `get-property('ERROR_MESSAGE')`])}
    </else>
  </filter>
  <respond/>
`;
}

function removed(name: string, scope: string): string {
  return `<property name="${name}" scope="${scope}" action="remove"/>`;
}

/** Takes what no API and no proxy takes. */
function mainSequence(xml: boolean): string {
  const unsupported = 'Unsupported Transport [ $1 ]. The requested resource is not available.';
  return `
  <property name="TRANSPORT_HEADERS" scope="axis2" action="remove"/>
  <property name="NO_ENTITY_BODY" scope="axis2" action="remove"/>
  <filter source="get-property('TRANSPORT_DENIED')" regex="true">
    <then>
      ${report(xml, '403', 'Forbidden', unsupported, [`get-property('TRANSPORT_IN_NAME')`])}
      <property name="HTTP_SC" value="403" scope="axis2"/>
    </then>
    <else>
      <filter source="get-property('To')" regex="/">
        <then>
          <payloadFactory media-type="xml"><format>${welcome}</format><args/></payloadFactory>
          <property name="messageType" value="application/xml" scope="axis2"/>
          <property name="ContentType" value="text/html" scope="axis2"/>
          <property name="HTTP_SC" value="200" scope="axis2"/>
        </then>
        <else>
          ${report(xml, '404', 'Not Found', 'The requested resource is not available.', [])}
          <property name="HTTP_SC" value="404" scope="axis2"/>
        </else>
      </filter>
    </else>
  </filter>
  <respond/>
`;
}

/** Written as XML, which is HTML, too. */
const welcome =
  '<html xmlns=""><head><title>API gateway</title></head><body><h1>Welcome to the API gateway</h1></body></html>';

/** A status report as the body: JSON, or XML up to 3.x. */
function report(
  xml: boolean,
  code: string,
  message: string,
  description: string,
  expressions: readonly string[],
): string {
  const args = `<args>${expressions.map((each) => `<arg expression="${each}"/>`).join('')}</args>`;
  const type = xml ? 'application/xml' : 'application/json';
  const format = xml
    ? `<am:fault xmlns:am="http://wso2.org/apimanager"><am:code>${code}</am:code><am:type>Status report</am:type>` +
      `<am:message>${message}</am:message><am:description>${description}</am:description></am:fault>`
    : JSON.stringify({ code, type: 'Status report', message, description });
  return (
    `<payloadFactory media-type="${xml ? 'xml' : 'json'}"><format>${format}</format>${args}</payloadFactory>` +
    `<property name="messageType" value="${type}" scope="axis2"/>`
  );
}
