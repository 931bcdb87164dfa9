import type { FixtureStep } from '../../../../engine/replay/index.js';
import { plays, sequence } from '../gateway/played.js';
import { ask, call, create, type Json, menu, nothing, open } from './publisher-steps.js';

describe('up to 3.x, without revisions, the gateway serves what is saved', () => {
  const v1 = '/api/am/publisher/v1';
  const oldMove = (action: string, status = 200) =>
    ask(
      'publisher',
      `POST ${v1}/apis/change-lifecycle?apiId={{api}}&action=${encodeURIComponent(action)}`,
      undefined,
      status,
    );
  const save = (document: Json) => ask('publisher', `PUT ${v1}/apis/{{api}}`, document, 200);
  const upload = (type: string, name: string, content: string) =>
    ask(
      'publisher',
      'POST /api/am/publisher/v0.17/apis/{{api}}/policies/mediation',
      { name, type, config: sequence(name, content) },
      201,
    );

  it('from when it is published on, until it is retired', async () => {
    await plays({
      setup: nothing,
      profile: '3.x',
      steps: [
        create(),
        call(menu, 404, {}),
        oldMove('Publish'),
        call(menu, 200, {}),
        save({ ...open, operations: [{ verb: 'GET', target: '/wine', authType: 'None' }] }),
        call(menu, 404, {}),
        call('/pasta/1.0.0/wine', 200, {}),
        oldMove('Demote to Created'),
        call('/pasta/1.0.0/wine', 404, {}),
        oldMove('Publish'),
        oldMove('Deprecate'),
        call('/pasta/1.0.0/wine', 200, {}),
        oldMove('Retire'),
        call('/pasta/1.0.0/wine', 404, {}),
      ],
    });
  });

  it('an API that another one leaves no room for is not published', async () => {
    const own = (line: string, json: Json, status: number, capture = {}) =>
      ask('publisher', line, json, status, capture, 'tenant-pub');
    await plays({
      setup: nothing,
      profile: '3.x',
      steps: [
        create(),
        oldMove('Publish'),
        own('POST /apis', open, 201, { theirs: '$.id' }),
        own(`POST ${v1}/apis/change-lifecycle?apiId={{theirs}}&action=Publish`, undefined, 409),
        own('GET /apis/{{theirs}}/lifecycle-state', undefined, 200, { state: '$.state' }),
        oldMove('Block'),
        call(menu, 503, {}),
      ],
    });
  });

  it('with the mediation policies that it names', async () => {
    const answer = (text: string) =>
      `<payloadFactory media-type="text"><format>${text}</format><args/></payloadFactory><respond/>`;
    const names = (name: string, text: string): FixtureStep => ({
      request: { path: menu },
      expect: { response: { status: 200, headers: { 'X-Seen': name }, body: text } },
    });
    const seen = (name: string) => `<header name="X-Seen" value="${name}" scope="transport"/>${answer(name)}`;
    await plays({
      setup: nothing,
      profile: '3.x',
      steps: [
        create(),
        upload('in', 'red', seen('red')),
        upload('in', 'blue', seen('blue')),
        oldMove('Publish'),
        call(menu, 200, {}),
        save({ ...open, mediationPolicies: [{ name: 'red', type: 'in' }] }),
        names('red', 'red'),
        save({ ...open, mediationPolicies: [{ name: 'blue', type: 'in' }] }),
        names('blue', 'blue'),
        save(open),
        call(menu, 200, {}),
      ],
    });
  });
});
