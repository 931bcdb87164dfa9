import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { Form, pizza, RestWorld } from './rest-world.js';

const stamp = {
  category: 'Mediation',
  name: 'stamp',
  displayName: 'Stamp',
  version: 'v1',
  applicableFlows: ['request'],
  supportedGateways: ['Synapse'],
  supportedApiTypes: ['HTTP'],
  policyAttributes: [
    { name: 'header', displayName: 'Header', type: 'String', required: true, validationRegex: '[A-Z][\\w-]*' },
    { name: 'key', displayName: 'Key', type: 'Secret', required: false, defaultValue: 'preset' },
    { name: 'times', displayName: 'Times', type: 'Integer' },
    { name: 'color', displayName: 'Color', type: 'Enum', allowedValues: ['red', 'blue'] },
    { name: 'on', displayName: 'On', type: 'Boolean' },
  ],
};
const template = '<header name="{{header}}" value="1" scope="transport"/>';
const upload = (specification: unknown, definition: string | undefined = template) =>
  new Form([
    {
      name: 'policySpecFile',
      file: 'a.json',
      content: typeof specification === 'string' ? specification : JSON.stringify(specification),
    },
    ...(definition ? [{ name: 'synapsePolicyDefinitionFile', file: 'a.j2', content: definition }] : []),
  ]);

describe('operation policies', () => {
  let world: RestWorld;
  let id: string;
  beforeEach(async () => {
    world = new RestWorld();
    id = await world.api('Pizza');
  });

  for (const [what, base, isAPISpecific] of [
    ['common ones', '/operation-policies', false],
    ['those of an API', '/apis/{id}/operation-policies', true],
  ] as const) {
    it(`${what} are added, read, listed and deleted`, async () => {
      const path = base.replace('{id}', id);
      const added = await world.publish('POST', path, upload(stamp));
      assert.equal(added.status, 201);
      const { body } = added;
      assert.equal(added.headers.Location, `/api/am/publisher/v4${path}/${body.id}`);
      assert.deepEqual([body.name, body.version, body.category], ['stamp', 'v1', 'Mediation']);
      assert.equal(body.isAPISpecific, isAPISpecific);
      assert.match(body.md5, /^[0-9a-f]{32}$/);
      assert.equal(body.policyAttributes[1].defaultValue, '', 'a secret is not shown');
      assert.deepEqual((await world.publish('GET', `${path}/${body.id}`)).body, body);
      assert.deepEqual((await world.publish('GET', `${path}?query=name:stamp`)).body.list, [body]);
      assert.equal((await world.publish('GET', `${path}?query=name:other`)).body.count, 0);
      const again = await world.publish('POST', path, upload(stamp));
      assert.deepEqual([again.status, again.body.code], [409, 903001]);
      assert.equal((await world.publish('POST', path, upload({ ...stamp, version: 'v2' }))).status, 201);
      assert.equal((await world.publish('DELETE', `${path}/${body.id}`)).status, 200);
      for (const [method, at] of [
        ['GET', ''],
        ['GET', '/content'],
        ['DELETE', ''],
      ] as const) {
        const gone = await world.publish(method, `${path}/${body.id}${at}`);
        assert.deepEqual([gone.status, gone.body.code], [404, 902010]);
      }
      assert.equal((await world.publish('POST', path, upload(stamp), 'sub')).status, 401);
    });
  }

  for (const member of [
    ...['category', 'name', 'displayName', 'version', 'applicableFlows', 'supportedGateways', 'supportedApiTypes'],
  ]) {
    it(`a specification without ${member}: 500`, async () => {
      const { status, body } = await world.publish(
        'POST',
        '/operation-policies',
        upload({ ...stamp, [member]: undefined }),
      );
      assert.equal(status, 500);
      assert.match(body.description, new RegExp(`^Policy specification validation failure.*"${member}"`));
    });
  }

  for (const [what, specification, status] of [
    [
      'wrapped, as the product exports it',
      { type: 'operation_policy_specification', version: 'v4.0.0', data: stamp },
      201,
    ],
    ['an unknown category', { ...stamp, category: 'Other' }, 500],
    ['an unknown flow', { ...stamp, applicableFlows: ['in'] }, 500],
    [
      'an attribute of an unknown type',
      { ...stamp, policyAttributes: [{ name: 'a', displayName: 'A', type: 'X' }] },
      500,
    ],
    ['an attribute without a name', { ...stamp, policyAttributes: [{ displayName: 'A', type: 'String' }] }, 500],
    ['YAML, which is not read', 'type: operation_policy_specification', 500],
    ['no object', '[]', 500],
  ] as const) {
    it(`a specification, ${what}: ${status}`, async () => {
      const answer = await world.publish('POST', '/operation-policies', upload(specification));
      assert.equal(answer.status, status);
      if (status === 500) assert.match(answer.body.description, /^Policy specification validation failure/);
    });
  }

  it('want a specification and a definition', async () => {
    assert.equal((await world.publish('POST', '/operation-policies', upload(stamp, ''))).status, 400);
    const definition = { name: 'synapsePolicyDefinitionFile', file: 'a.j2', content: template };
    assert.equal((await world.publish('POST', '/operation-policies', new Form([definition]))).status, 400);
  });

  it('are downloaded as an archive', async () => {
    const { body } = await world.publish('POST', '/operation-policies', upload(stamp));
    const { status, headers, bytes } = await world.publish('GET', `/operation-policies/${body.id}/content`);
    assert.deepEqual([status, headers['Content-Type']], [200, 'application/zip']);
    const files = filesOf(bytes);
    assert.deepEqual([...files.keys()], ['stamp_v1/stamp_v1.json', 'stamp_v1/stamp_v1.j2']);
    assert.equal(files.get('stamp_v1/stamp_v1.j2'), template);
    assert.deepEqual(JSON.parse(files.get('stamp_v1/stamp_v1.json')!).data, stamp);
  });
});

/** Stored files of an archive, found through its directory. */
function filesOf(bytes: Buffer): Map<string, string> {
  const end = bytes.length - 22;
  assert.equal(bytes.readUInt32LE(end), 0x06054b50);
  let at = bytes.readUInt32LE(end + 16);
  assert.equal(at + bytes.readUInt32LE(end + 12), end);
  const files = new Map<string, string>();
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    assert.equal(bytes.readUInt32LE(at), 0x02014b50);
    const [size, nameLength, local] = [
      bytes.readUInt32LE(at + 24),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt32LE(at + 42),
    ];
    assert.equal(bytes.readUInt32LE(local), 0x04034b50);
    const start = local + 30 + bytes.readUInt16LE(local + 26);
    const data = bytes.subarray(start, start + size);
    assert.equal(crc32(data), bytes.readUInt32LE(at + 16));
    files.set(bytes.toString('utf8', at + 46, at + 46 + nameLength), data.toString());
    at += 46 + nameLength;
  }
  return files;
}

describe('operation policies of an API', () => {
  let world: RestWorld;
  let id: string;
  let policyId: string;
  beforeEach(async () => {
    world = new RestWorld();
    id = await world.api('Pizza');
    policyId = (await world.publish('POST', '/operation-policies', upload(stamp))).body.id;
  });

  const attach = (parameters: object, flow = 'request', more: object = { policyId }) => {
    const policies = { [flow]: [{ policyName: 'stamp', policyVersion: 'v1', ...more, parameters }] };
    const operations = [{ verb: 'GET', target: '/menu', operationPolicies: policies }];
    return world.publish('PUT', `/apis/${id}`, { ...pizza, operations });
  };

  for (const [what, parameters, flow, more, code] of [
    ['in a flow that it is not for', { header: 'X' }, 'response', {}, 902008],
    ['without a required attribute', {}, 'request', {}, 902009],
    ['with a blank required attribute', { header: '' }, 'request', {}, 902009],
    ['with an attribute that its pattern does not match', { header: 'x y' }, 'request', {}, 903212],
    ['with a number that is none', { header: 'X', times: 'often' }, 'request', {}, 903212],
    ['with a value that is not allowed', { header: 'X', color: 'green' }, 'request', {}, 903212],
    ['with a truth that is none', { header: 'X', on: 'maybe' }, 'request', {}, 903212],
    ['that is not there', { header: 'X' }, 'request', { policyId: 'none' }, 902005],
  ] as const) {
    it(`one ${what} is refused: 400, ${code}`, async () => {
      const { status, body } = await attach(parameters, flow, { policyId, ...more });
      assert.deepEqual([status, body.code], [400, code]);
      const { operations } = (await world.publish('GET', `/apis/${id}`)).body;
      assert.equal(operations.length, 5, 'the API is as it was');
    });
  }

  it('a common one becomes its own: it outlives the common one', async () => {
    const { status, body } = await attach({ header: 'X', times: 3, color: 'red', on: true });
    assert.equal(status, 200);
    const [{ policyId: own }] = body.operations[0].operationPolicies.request;
    assert.notEqual(own, policyId);
    await world.publish('DELETE', `/operation-policies/${policyId}`);
    const { list } = (await world.publish('GET', `/apis/${id}/operation-policies`)).body;
    assert.deepEqual(
      list.map(({ id: listed }: { id: string }) => listed),
      [own],
    );
    const again = await attach({ header: 'Y' }, 'request', { policyId: own });
    assert.equal(again.body.operations[0].operationPolicies.request[0].policyId, own);
  });

  it('is found by its name and version, too', async () => {
    assert.equal((await attach({ header: 'X' }, 'request', {})).status, 200);
    assert.equal((await attach({ header: 'X' }, 'request', { policyVersion: 'v9' })).body.code, 902005);
  });

  it('secrets are not shown, and empty ones keep what was there', async () => {
    const shown = ({ body }: Awaited<ReturnType<typeof attach>>) =>
      body.operations[0].operationPolicies.request[0].parameters;
    const kept = () =>
      world.state.catalog.apis.get(id)?.document.operations[0]?.operationPolicies?.request?.[0]?.parameters?.key;
    assert.deepEqual(shown(await attach({ header: 'X', key: 'geheim' })), { header: 'X', key: '' });
    assert.deepEqual(shown(await attach({ header: 'Y', key: '' })), { header: 'Y', key: '' });
    assert.equal(kept(), 'geheim');
    const own = (await world.publish('GET', `/apis/${id}/operation-policies`)).body.list[0].id;
    await world.publish('DELETE', `/apis/${id}/operation-policies/${own}`);
    const orphan = await world.publish('GET', `/apis/${id}`);
    assert.doesNotMatch(JSON.stringify(orphan.body), /geheim/);
  });

  it('one for the whole API', async () => {
    const apiPolicies = {
      request: [{ policyName: 'stamp', policyVersion: 'v1', policyId, parameters: { header: 'X' } }],
    };
    const { status, body } = await world.publish('PUT', `/apis/${id}`, { ...pizza, apiPolicies });
    assert.equal(status, 200);
    assert.equal(body.apiPolicies.request[0].policyName, 'stamp');
  });

  it('an API that attaches what is not there is not created', async () => {
    const apiPolicies = { request: [{ policyName: 'none', parameters: {} }] };
    const given = { ...pizza, name: 'Other', context: '/other', apiPolicies };
    assert.equal((await world.publish('POST', '/apis', given)).body.code, 902005);
    assert.equal((await world.publish('GET', '/apis')).body.count, 1);
  });
});
