import assert from 'node:assert/strict';
import { Form, RestWorld } from './rest-world.js';

const ns = 'xmlns="http://ws.apache.org/ns/synapse"';
const sequence = (name: string, inside = '<log/>') => `<sequence ${ns} name="${name}">${inside}</sequence>`;
const upload = (content: string, type?: string) =>
  new Form([
    { name: 'mediationPolicyFile', file: 'my.xml', content },
    ...(type === undefined ? [] : [{ name: 'type', content: type }]),
  ]);

describe('mediation policies of v1 and v2', () => {
  let world: RestWorld;
  let path: string;
  beforeEach(async () => {
    world = new RestWorld();
    path = `/api/am/publisher/v1/apis/${await world.api('Pizza')}/mediation-policies`;
  });

  it('are added, read, replaced and deleted', async () => {
    const added = await world.publish('POST', path, upload(sequence('stamp')));
    assert.equal(added.status, 201);
    const { id, ...rest } = added.body;
    assert.deepEqual(rest, { name: 'stamp', type: 'in' });
    assert.equal(added.headers.Location, `${path}/${id}`);
    assert.deepEqual((await world.publish('GET', path)).body.list, [added.body]);
    assert.deepEqual((await world.publish('GET', `${path}/${id}`)).body, { ...added.body, config: sequence('stamp') });
    const content = await world.publish('GET', `${path}/${id}/content`);
    assert.deepEqual([content.headers['Content-Type'], content.body], ['application/xml', sequence('stamp')]);
    const replaced = await world.publish('PUT', `${path}/${id}/content`, upload(sequence('stamp', '<drop/>')));
    assert.deepEqual([replaced.status, replaced.body], [200, added.body]);
    assert.equal((await world.publish('GET', `${path}/${id}/content`)).body, sequence('stamp', '<drop/>'));
    assert.equal((await world.publish('DELETE', `${path}/${id}`)).status, 200);
    for (const [method, at] of [
      ['GET', ''],
      ['GET', '/content'],
      ['DELETE', ''],
    ] as const) {
      assert.equal((await world.publish(method, `${path}/${id}${at}`)).status, 404);
    }
  });

  it('come inline, too', async () => {
    const form = new Form([
      { name: 'inlineContent', content: sequence('stamp') },
      { name: 'type', content: 'out' },
    ]);
    const { status, body } = await world.publish('POST', path, form);
    assert.deepEqual([status, body.name, body.type], [201, 'stamp', 'out']);
  });

  it('of the same name: 409, 901800 in the same flow', async () => {
    await world.publish('POST', path, upload(sequence('stamp'), 'in'));
    const { status, body } = await world.publish('POST', path, upload(sequence('stamp'), 'in'));
    assert.deepEqual([status, body.code], [409, 901800]);
    assert.equal((await world.publish('POST', path, upload(sequence('stamp'), 'fault'))).status, 201);
  });

  for (const [what, body, status, code] of [
    ['no XML', upload('not xml'), 500, 500],
    ['another root', upload(`<proxy ${ns} name="p"/>`), 500, 500],
    ['a name of 256 characters', upload(sequence('x'.repeat(256))), 400, 900850],
    ['a name of 255 characters', upload(sequence('x'.repeat(255))), 201, undefined],
    ['no name', upload(`<sequence ${ns}><log/></sequence>`), 400, 400],
    ['another type', upload(sequence('stamp'), 'inout'), 400, 400],
    ['neither a file nor a text', new Form([{ name: 'type', content: 'in' }]), 400, 400],
    ['no form', { type: 'in' }, 415, 415],
    ['too much', upload(sequence('x', `<!--${'x'.repeat(1024 * 1024)}-->`)), 413, 413],
    [
      'a file and a text',
      new Form([
        { name: 'mediationPolicyFile', file: 'a.xml', content: sequence('a') },
        { name: 'inlineContent', content: sequence('a') },
      ]),
      400,
      400,
    ],
  ] as const) {
    it(`${what}: ${status}`, async () => {
      const answer = await world.publish('POST', path, body);
      assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify(answer.body));
    });
  }

  it('no sequence at all gets the answer that says nothing', async () => {
    const { body } = await world.publish('POST', path, upload('<a>'));
    assert.deepEqual(body, {
      code: 500,
      message: 'Internal server error',
      description: 'The server encountered an internal error. Please contact administrator.',
      moreInfo: '',
      error: [],
    });
  });

  for (const [what, inside, description] of [
    [
      'a misspelt mediator',
      '\n  <logg/>',
      'my.xml:2:3 grammar/unknown-mediator Unknown mediator referenced by configuration element : {http://ws.apache.org/ns/synapse}logg',
    ],
    [
      'an attribute that has no effect',
      '\n  <log levl="full"/>',
      'my.xml:2:14 grammar/unknown-attribute The attribute levl is not known here and is ignored.',
    ],
  ] as const) {
    it(`${what} is refused with its place`, async () => {
      const { status, body } = await world.publish('POST', path, upload(sequence('stamp', inside)));
      assert.deepEqual([status, body.description], [400, description]);
    });
  }

  it('may call sequences that are not there yet', async () => {
    const { status } = await world.publish('POST', path, upload(sequence('stamp', '<sequence key="later"/>')));
    assert.equal(status, 201);
  });

  it('for all APIs', async () => {
    const shared = '/api/am/publisher/v2/mediation-policies';
    const { status, headers, body } = await world.publish('POST', shared, upload(sequence('all')));
    assert.equal(status, 201);
    assert.equal(headers.Location, `${shared}/${body.id}`);
    assert.deepEqual((await world.publish('GET', shared)).body.list, [body]);
    assert.deepEqual((await world.publish('GET', path)).body.list, []);
    assert.equal((await world.publish('POST', shared, upload(sequence('b')), 'view')).status, 401);
  });

  it('of an API that is not there: 404', async () => {
    const answer = await world.publish(
      'POST',
      '/api/am/publisher/v1/apis/none/mediation-policies',
      upload(sequence('a')),
    );
    assert.deepEqual([answer.status, answer.body.code], [404, 900308]);
  });
});

describe('mediation policies of v0.x', () => {
  for (const [what, base] of [
    ['of an API', '/api/am/publisher/v0.17/apis/{id}/policies/mediation'],
    ['for all APIs', '/api/am/publisher/v0.17/policies/mediation'],
  ] as const) {
    it(`${what}: JSON, added, read, replaced and deleted`, async () => {
      const world = new RestWorld();
      const path = base.replace('{id}', await world.api('Pizza'));
      const given = { name: 'other', type: 'out', config: sequence('stamp') };
      const added = await world.publish('POST', path, given);
      assert.equal(added.status, 201);
      const { id } = added.body;
      assert.deepEqual(added.body, { id, name: 'stamp', type: 'out', config: given.config });
      assert.equal(added.headers.Location, `${path}/${id}`);
      assert.equal((await world.publish('POST', path, given)).status, 409);
      const changed = { ...given, config: sequence('stamp', '<drop/>') };
      assert.equal((await world.publish('PUT', `${path}/${id}`, changed)).status, 200);
      assert.equal((await world.publish('GET', `${path}/${id}`)).body.config, changed.config);
      assert.equal((await world.publish('PUT', `${path}/none`, changed)).status, 404);
      assert.equal((await world.publish('DELETE', `${path}/${id}`)).status, 200);
      assert.equal((await world.publish('GET', path)).body.count, 0);
      assert.equal((await world.publish('POST', path, { ...given, type: 'IN' })).status, 400);
      assert.equal((await world.publish('POST', path, { ...given, config: '<proxy/>' })).status, 500);
    });
  }
});
