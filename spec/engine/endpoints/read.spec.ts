import assert from 'node:assert/strict';
import {
  type EndpointDefinition,
  type HttpDefinition,
  type LoadBalanceDefinition,
  type RecipientListDefinition,
  readEndpoint,
} from '../../../engine/endpoints/index.js';
import { formatPlace, Report } from '../../../engine/errors/index.js';
import type { Reference } from '../../../engine/grammar/index.js';
import { parseArtifact } from '../../../engine/xml/index.js';
import { artifact } from './flow.js';

interface Reading {
  readonly definition: EndpointDefinition | undefined;
  /** `severity code line:column hint` of each finding. */
  readonly findings: string[];
  readonly references: Reference[];
}

function read(xml: string, values?: Record<string, string>): Reading {
  const report = new Report();
  const references: Reference[] = [];
  const lookUp = (name: string) => values?.[name];
  const deployTime = values && { environment: lookUp, fileProperty: lookUp, config: lookUp };
  const definition = readEndpoint(artifact(xml), {
    report,
    reference: (reference) => references.push(reference),
    ...(deployTime ? { deployTime } : {}),
  });
  return { definition, references, findings: report.findings.map(({ severity, code }) => `${severity} ${code}`) };
}

const http = (attributes = '', inside = '') =>
  `<endpoint name="E"><http uri-template="http://b/x" ${attributes}>${inside}</http></endpoint>`;
const leaf = '<endpoint><http uri-template="http://b/x"/></endpoint>';

describe('reading an endpoint', () => {
  for (const [xml, kind] of [
    ['<endpoint key="a"><address uri="http://b"/></endpoint>', 'indirect'],
    ['<endpoint key-expression="$ctx:a" template="t"/>', 'indirect'],
    ['<endpoint template="t"><address uri="http://b"/></endpoint>', 'template'],
    ['<endpoint><http uri-template="http://b"/><address uri="http://b"/></endpoint>', 'address'],
    ['<endpoint><wsdl uri="http://b?wsdl" service="s" port="p"/></endpoint>', 'wsdl'],
    ['<endpoint><default/></endpoint>', 'default'],
    [`<endpoint><loadbalance>${leaf}</loadbalance></endpoint>`, 'loadbalance'],
    [`<endpoint><failover>${leaf}</failover></endpoint>`, 'failover'],
    [`<endpoint><recipientlist>${leaf}</recipientlist></endpoint>`, 'recipientlist'],
    ['<endpoint><description>d</description><http uri-template="http://b"/></endpoint>', 'http'],
  ] as const) {
    it(`finds the kind ${kind} in ${xml}`, () => assert.equal(read(xml).definition?.kind, kind));
  }

  it('reads all of an http endpoint', () => {
    const xml = http(
      'method="Patch" format="SOAP12" encoding="UTF-8"',
      `<timeout><duration> 70 </duration><responseAction>FAULT</responseAction></timeout>
       <markForSuspension><errorCodes>1, 2,3 4</errorCodes><retriesBeforeSuspension>5</retriesBeforeSuspension><retryDelay>6</retryDelay></markForSuspension>
       <suspendOnFailure><errorCodes>-1</errorCodes><initialDuration>7</initialDuration><progressionFactor>1.5</progressionFactor><maximumDuration>8</maximumDuration></suspendOnFailure>
       <retryConfig><disabledErrorCodes>9</disabledErrorCodes><enabledErrorCodes>10</enabledErrorCodes></retryConfig>
       <enableAddressing version="Submission"/>`,
    );
    const { definition, findings } = read(xml);
    assert.deepEqual(findings, []);
    const { method, timeout, marking, suspension, retry, format, encoding, addressing } = definition as HttpDefinition;
    assert.deepEqual(
      { method, timeout, marking, suspension, retry, format, encoding, addressing },
      {
        method: 'PATCH',
        timeout: { duration: 70, action: 'fault' },
        marking: { errorCodes: new Set([1, 2, 3, 4]), retries: 5, delay: 6 },
        suspension: { errorCodes: new Set([-1]), initial: 7, factor: 1.5, maximum: 8 },
        retry: { disabled: new Set([9]), enabled: new Set([10]) },
        format: 'soap12',
        encoding: 'UTF-8',
        addressing: 'submission',
      },
    );
  });

  it('reads the old form of suspension', () => {
    const { suspension } = read(http('', '<suspendDurationOnFailure>3</suspendDurationOnFailure>'))
      .definition as HttpDefinition;
    assert.deepEqual([suspension.initial, suspension.factor], [3000, 1]);
  });

  it('reads groups, members, sessions and addresses', () => {
    const xml =
      '<endpoint><session type="HTTP"><sessionTimeout>9</sessionTimeout></session><loadbalance failover="FALSE" policy="roundRobin"><member hostName="h" httpPort="80"/></loadbalance></endpoint>';
    const { session, failover, members, algorithm } = read(xml).definition as LoadBalanceDefinition;
    assert.deepEqual(
      { session, failover, members, algorithm },
      {
        session: { type: 'http', timeout: 9 },
        failover: false,
        members: [{ host: 'h', httpPort: 80, httpsPort: undefined }],
        algorithm: 'roundRobin',
      },
    );
    const list = read(
      '<endpoint><recipientlist><endpoints value="http://a,http://b" max-cache="3"/></recipientlist></endpoint>',
    ).definition as RecipientListDefinition;
    assert.deepEqual([list.addresses, list.maxCache], ['http://a,http://b', 3]);
  });

  it('names what must be found later', () => {
    const { references } = read(`<endpoint onError="s"><failover><endpoint key="k"/></failover></endpoint>`);
    assert.deepEqual(
      references.map(({ target, key }) => `${target} ${key}`),
      ['sequence s', 'endpoint k'],
    );
  });

  for (const [what, xml, finding] of [
    ['nothing that tells its kind', '<endpoint name="E"/>', 'error endpoint/invalid'],
    ['an address without uri', '<endpoint><address/></endpoint>', 'error grammar/missing-attribute'],
    [
      'an http endpoint without template',
      '<endpoint><http method="get"/></endpoint>',
      'error grammar/missing-attribute',
    ],
    [
      'a broken template',
      '<endpoint><http uri-template="http://b/{a"/></endpoint>',
      'error expression/uri-template-syntax',
    ],
    [
      'a template with a placeholder',
      '<endpoint><http uri-template="{token-endpoint-url}"/></endpoint>',
      'error expression/uri-template-syntax',
    ],
    ['another version', http('version="3.0"'), 'error grammar/bad-value'],
    ['HTTP 2', http('version="2.0"'), 'warning grammar/ignored'],
    ['an unknown method', http('method="{$ctx:m}"'), 'warning endpoint/unknown-method'],
    ['an unknown format', http('format="json"'), 'warning grammar/ignored'],
    [
      'a name that no property can have',
      '<endpoint><http uri-template="http://b/{uri.var.a}/{plain}"/></endpoint>',
      'warning endpoint/not-a-variable',
    ],
    ['an empty action', http('', '<timeout><responseAction/></timeout>'), 'error grammar/bad-value'],
    [
      'the action never',
      http('', '<timeout><responseAction>never</responseAction></timeout>'),
      'error grammar/bad-value',
    ],
    ['a duration that is no number', http('', '<timeout><duration>5s</duration></timeout>'), 'error grammar/bad-value'],
    [
      'a broken duration',
      http('', '<timeout><duration>{get-property(}</duration></timeout>'),
      'error expression/xpath-syntax',
    ],
    [
      'a code that is no number',
      http('', '<suspendOnFailure><errorCodes>1,x</errorCodes></suspendOnFailure>'),
      'error grammar/bad-value',
    ],
    [
      'a factor that is no number',
      http('', '<suspendOnFailure><progressionFactor>x</progressionFactor></suspendOnFailure>'),
      'error grammar/bad-value',
    ],
    [
      'retries that are no number',
      http('', '<markForSuspension><retriesBeforeSuspension/></markForSuspension>'),
      'error grammar/bad-value',
    ],
    ['an unknown addressing version', http('', '<enableAddressing version="1.0"/>'), 'error grammar/bad-value'],
    ['WS-Security', http('', '<enableSec policy="p"/>'), 'warning endpoint/no-security'],
    [
      'a property without a name',
      '<endpoint><default/><property value="x"/></endpoint>',
      'error grammar/missing-attribute',
    ],
    [
      'a property with an empty value',
      '<endpoint><default/><property name="p" value=""/></endpoint>',
      'error grammar/missing-one-of',
    ],
    [
      'a property in another scope',
      '<endpoint><default/><property name="p" value="v" scope="operation"/></endpoint>',
      'error grammar/bad-value',
    ],
    ['a property in the wrong place', http('', '<property name="p" value="v"/>'), 'warning grammar/unknown-element'],
    ['a failover without children', '<endpoint><failover/></endpoint>', 'error endpoint/no-children'],
    ['a loadbalance without children', '<endpoint><loadbalance/></endpoint>', 'error endpoint/no-children'],
    ['a recipientlist without children', '<endpoint><recipientlist/></endpoint>', 'error endpoint/no-children'],
    [
      'children and members',
      `<endpoint><loadbalance>${leaf}<member hostName="h"/></loadbalance></endpoint>`,
      'error endpoint/children-and-members',
    ],
    [
      'the same key twice',
      '<endpoint><failover><endpoint key="a"/><endpoint key="a"/></failover></endpoint>',
      'error endpoint/duplicate-key',
    ],
    [
      'policy and algorithm',
      `<endpoint><loadbalance policy="roundRobin" algorithm="org.apache.synapse.endpoints.algorithms.RoundRobin">${leaf}</loadbalance></endpoint>`,
      'error endpoint/policy-and-algorithm',
    ],
    [
      'another policy',
      `<endpoint><loadbalance policy="random">${leaf}</loadbalance></endpoint>`,
      'error grammar/bad-value',
    ],
    [
      'an unknown algorithm',
      `<endpoint><loadbalance algorithm="RoundRobin">${leaf}</loadbalance></endpoint>`,
      'error endpoint/unknown-algorithm',
    ],
    [
      'a misspelt algorithm',
      `<endpoint><loadbalance alogorithm="x">${leaf}</loadbalance></endpoint>`,
      'warning grammar/unknown-attribute',
    ],
    [
      'a weight of zero',
      '<endpoint><loadbalance algorithm="org.apache.synapse.endpoints.algorithms.WeightedRoundRobin"><endpoint><http uri-template="http://b/x"/><property name="loadbalance.weight" value="0"/></endpoint></loadbalance></endpoint>',
      'error grammar/bad-value',
    ],
    [
      'an unknown session',
      `<endpoint><session type="x"/><loadbalance>${leaf}</loadbalance></endpoint>`,
      'error grammar/bad-value',
    ],
    [
      'a session of no number',
      `<endpoint><session type="http"><sessionTimeout>x</sessionTimeout></session><loadbalance>${leaf}</loadbalance></endpoint>`,
      'error grammar/bad-value',
    ],
    [
      'a port of no number',
      '<endpoint><loadbalance><member hostName="h" httpPort="x"/></loadbalance></endpoint>',
      'error grammar/bad-value',
    ],
    ['onError on a group', `<endpoint onError="s"><failover>${leaf}</failover></endpoint>`, 'warning grammar/ignored'],
    ['a membership handler', '<endpoint><dynamicLoadbalance/></endpoint>', 'error endpoint/unsupported'],
    ['a Java class', '<endpoint><class name="x"/></endpoint>', 'error endpoint/unsupported'],
    [
      'a template parameter without value',
      '<endpoint template="t"><parameter name="p"/></endpoint>',
      'error grammar/missing-attribute',
    ],
    ['an unknown attribute', http('uri="x"'), 'warning grammar/unknown-attribute'],
    ['an unknown element', http('', '<suspendOnFail/>'), 'warning grammar/unknown-element'],
    ['an element twice', http('', '<timeout/><timeout/>'), 'warning grammar/duplicate-element'],
    ['no authentication in authentication', http('', '<authentication/>'), 'error endpoint/authentication'],
    [
      'half of basicAuth',
      http('', '<authentication><basicAuth><username>u</username><password> </password></basicAuth></authentication>'),
      'error endpoint/authentication',
    ],
    [
      'two grants',
      http('', '<authentication><oauth><clientCredentials/><passwordCredentials/></oauth></authentication>'),
      'error endpoint/authentication',
    ],
    ['no grant', http('', '<authentication><oauth/></authentication>'), 'error endpoint/authentication'],
  ] as const) {
    it(`reports ${what}`, () => {
      const { findings, definition } = read(xml);
      assert.deepEqual(findings, [finding]);
      assert.equal(definition === undefined, finding.startsWith('error'));
    });
  }

  const oauth = (inside: string) =>
    http(
      '',
      `<authentication><oauth><clientCredentials><clientId>c</clientId><clientSecret>s</clientSecret><tokenUrl>http://t</tokenUrl>${inside}</clientCredentials></oauth></authentication>`,
    );

  for (const [what, inside, finding] of [
    [
      'a parameter without name',
      '<requestParameters><parameter>x</parameter></requestParameters>',
      'error endpoint/authentication',
    ],
    [
      'a parameter without value',
      '<requestParameters><parameter name="x"/></requestParameters>',
      'error endpoint/authentication',
    ],
    [
      'a header without value',
      '<customHeaders><header name="x"> </header></customHeaders>',
      'error endpoint/authentication',
    ],
    ['half of a proxy', '<proxyConfigs><proxyHost>h</proxyHost></proxyConfigs>', 'error endpoint/authentication'],
    ['a broken expression', '<authMode>{get-property(}</authMode>', 'warning endpoint/broken-credential'],
    ['a timeout that is no number', '<socketTimeout>x</socketTimeout>', 'warning grammar/ignored'],
    ['an unknown element', '<clientID>x</clientID>', 'warning grammar/unknown-element'],
    ['nothing in what is right', '<authMode>payload</authMode><socketTimeout>5</socketTimeout>', undefined],
  ] as const) {
    it(`reports of oauth ${what}`, () => assert.deepEqual(read(oauth(inside)).findings, finding ? [finding] : []));
  }

  it('prefers oauth to basicAuth', () => {
    const basic = '<basicAuth><username>u</username><password>p</password></basicAuth>';
    const { definition, findings } = read(oauth('').replace('<authentication>', `<authentication>${basic}`));
    assert.deepEqual(findings, ['warning grammar/losing-alternative']);
    assert.equal((definition as HttpDefinition).authentication?.kind, 'oauth');
  });

  it('puts deploy-time parameters in, or says which has no value', () => {
    const xml = (uri: string) => `<endpoint><address uri="${uri}"/></endpoint>`;
    const known = read(xml('$SYSTEM:URL/lost'), { URL: 'http://b' });
    assert.equal((known.definition as { address?: unknown }).address, 'http://b');
    assert.deepEqual(read(xml('$FILE:none'), {}).findings, ['error placeholder/unknown-name']);
    assert.deepEqual(read(xml('http://b/$SYSTEM:URL'), {}).findings, []);
  });

  it('says when a kind is in another namespace', () => {
    const { findings, definition } = read('<endpoint><x:http xmlns:x="urn:x" uri-template="http://b"/></endpoint>');
    assert.deepEqual(findings, ['warning grammar/unknown-element', 'error endpoint/invalid']);
    assert.equal(definition, undefined);
  });

  it('says where', () => {
    const text = `<endpoint xmlns="http://ws.apache.org/ns/synapse" nam="E">
  <http uri-template="http://b/{uri.var.a}/{plain,uri.var.b,x}">
    <suspendOnFailure>
      <errorCodes>
        101503, oops</errorCodes>
    </suspendOnFailure>
  </http>
</endpoint>`;
    const report = new Report();
    readEndpoint(parseArtifact(text, 'e.xml', report)!, { report, reference: () => {} });
    assert.deepEqual(
      report.findings.map((found) => `${formatPlace(found)} ${found.code} ${found.hint ?? ''}`.trim()),
      [
        'e.xml:1:56 grammar/unknown-attribute Did you mean name?',
        'e.xml:5:17 grammar/bad-value',
        'e.xml:2:45 endpoint/not-a-variable Fill the placeholder in, or name the property uri.var.plain.',
        'e.xml:2:61 endpoint/not-a-variable Fill the placeholder in, or name the property uri.var.x.',
      ],
    );
  });

  it('points at the placeholder that is left in a sequence of a publisher', () => {
    const text = `<sequence xmlns="http://ws.apache.org/ns/synapse" name="s"><call><endpoint name="token"><http method="post" uri-template="{token-endpoint-url}"/></endpoint></call></sequence>`;
    const report = new Report();
    const call = parseArtifact(text, 's.xml', report)!.elements()[0]!;
    readEndpoint(call.elements()[0]!, { report, reference: () => {} });
    const [found] = report.findings;
    assert.equal(found?.code, 'expression/uri-template-syntax');
    assert.ok(text.slice((found?.column ?? 0) - 1).startsWith('token-endpoint-url'));
  });
});
