/**
 * Sequences that are always there unless a deployment defines its own (configuration sheet 2.3): `main` takes what no
 * API or proxy takes, `fault` what no other fault handler takes.
 */
export const standardSequences: readonly (readonly [name: string, file: string, content: string])[] = [
  [
    'main',
    'standard/main.xml',
    `<sequence xmlns="http://ws.apache.org/ns/synapse" name="main">
  <log level="custom">
    <property name="To" expression="get-property('To')"/>
  </log>
  <property name="NO_ENTITY_BODY" value="true" type="BOOLEAN" scope="axis2"/>
  <property name="HTTP_SC" value="404" scope="axis2"/>
  <property name="TRANSPORT_HEADERS" scope="axis2" action="remove"/>
  <respond/>
</sequence>
`,
  ],
  [
    'fault',
    'standard/fault.xml',
    `<sequence xmlns="http://ws.apache.org/ns/synapse" name="fault">
  <log level="full" category="ERROR">
    <property name="MESSAGE" value="Executing default 'fault' sequence"/>
    <property name="ERROR_CODE" expression="get-property('ERROR_CODE')"/>
    <property name="ERROR_MESSAGE" expression="get-property('ERROR_MESSAGE')"/>
  </log>
  <drop/>
</sequence>
`,
  ],
];
