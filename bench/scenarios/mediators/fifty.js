/** The API of the scenario: `/fifty` runs fifty cheap mediators, `/none` none; both answer with the request's body. */
import { writeArtifact } from '../artifacts.js';

/** Mediators that run for one request to `/fifty`, the answering one left out. */
export const mediatorCount = 50;

const first = '            <property name="begun" value="yes"/>';

/** Seven mediators, those in the branches counted. */
function block(step) {
  return `            <property name="kind" value="order"/>
            <property name="label" expression="fn:concat('label ', get-property('kind'))"/>
            <filter xpath="get-property('label') = 'label order'">
                <then>
                    <property name="step" value="${step}"/>
                </then>
                <else/>
            </filter>
            <switch source="get-property('step')">
                <case regex="[0-9]+">
                    <property name="form" value="number"/>
                </case>
                <default/>
            </switch>
            <header name="X-Label" scope="transport" expression="get-property('label')"/>`;
}

export function writeApi({ folder }) {
  const blocks = Array.from({ length: 7 }, (_, index) => block(index + 1)).join('\n');
  writeArtifact(
    folder,
    'apis/mediators.xml',
    `<?xml version="1.0" encoding="UTF-8"?>
<api xmlns="http://ws.apache.org/ns/synapse" name="Mediators" context="/mediators">
    <resource methods="POST" uri-template="/fifty">
        <inSequence>
${first}
${blocks}
            <respond/>
        </inSequence>
    </resource>
    <resource methods="POST" uri-template="/none">
        <inSequence>
            <respond/>
        </inSequence>
    </resource>
</api>
`,
  );
}
