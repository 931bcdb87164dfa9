import type { FixtureStep } from '../../../../engine/replay/index.js';
import { plays, sequence } from '../gateway/played.js';
import {
  ask,
  call,
  create,
  findPizza,
  gateway,
  type Json,
  menu,
  move,
  nothing,
  one,
  open,
  order,
  pasta,
  revise,
} from './publisher-steps.js';

describe('the gateway serves what publishers deploy (gateway sheet A.5)', () => {
  it('from the first draft to the call with a token', async () => {
    await plays({
      setup: nothing,
      steps: [
        create(pasta),
        call(menu, 404, {}),
        revise(),
        call(menu, 404, {}),
        order('deploy'),
        call(menu, 401, {}),
        move('Publish'),
        ask(
          'devportal',
          'POST /subscriptions',
          { applicationId: 'shop', apiId: '{{api}}', throttlingPolicy: 'Unlimited' },
          201,
        ),
        ask(
          'devportal',
          'POST /applications/shop/generate-keys',
          { keyType: 'PRODUCTION', grantTypesToBeSupported: ['client_credentials'] },
          200,
          { token: '$.token.accessToken' },
        ),
        call(menu, 200, { Authorization: 'Bearer {{token}}' }),
        call('/pasta/1.0.0/order', 404, { Authorization: 'Bearer {{token}}' }),
        order('undeploy'),
        call(menu, 404, { Authorization: 'Bearer {{token}}' }),
        order('deploy'),
        call(menu, 200, { Authorization: 'Bearer {{token}}' }),
      ],
    });
  });

  it('a change only when its revision is deployed, also one that no artifact shows', async () => {
    const changed = {
      ...pasta,
      operations: [
        { verb: 'GET', target: '/menu' },
        { verb: 'GET', target: '/wine', authType: 'None' },
      ],
    };
    await plays({
      setup: nothing,
      steps: [
        create(),
        revise('first'),
        order('deploy', 'first'),
        move('Publish'),
        call(menu, 200, {}),
        ask('publisher', 'PUT /apis/{{api}}', changed, 200),
        revise('second'),
        call(menu, 200, {}),
        call('/pasta/1.0.0/wine', 404, {}),
        order('deploy', 'second'),
        call(menu, 401, {}),
        call('/pasta/1.0.0/wine', 200, {}),
        // The first one is not deployed any more: nothing happens.
        order('undeploy', 'first'),
        call('/pasta/1.0.0/wine', 200, {}),
        ask('publisher', 'PUT /apis/{{api}}', open, 200),
        revise('third'),
        order('deploy', 'third'),
        call(menu, 200, {}),
      ],
    });
  });

  it('security alone may change', async () => {
    const closed = { ...open, operations: [{ verb: 'GET', target: '/menu' }] };
    await plays({
      setup: nothing,
      steps: [
        create(),
        revise('first'),
        order('deploy', 'first'),
        move('Publish'),
        call(menu, 200, {}),
        ask('publisher', 'PUT /apis/{{api}}', closed, 200),
        revise('second'),
        order('deploy', 'second'),
        call(menu, 401, {}),
      ],
    });
  });

  it('a revision keeps the mediation policies that it was made with', async () => {
    const policies = '/api/am/publisher/v0.17/apis/{{api}}/policies/mediation';
    const policy = (text: string) => ({
      name: 'teapot',
      type: 'in',
      config: sequence('teapot', `<property name="HTTP_SC" value="${text}" scope="axis2"/><respond/>`),
    });
    const answers = (status: number): FixtureStep => ({ request: { path: menu }, expect: { response: { status } } });
    await plays({
      setup: nothing,
      steps: [
        create(),
        ask('publisher', `POST ${policies}`, policy('418'), 201, { policy: '$.id' }),
        ask('publisher', 'PUT /apis/{{api}}', { ...open, mediationPolicies: [{ name: 'teapot', type: 'in' }] }, 200),
        revise('first'),
        ask('publisher', `PUT ${policies}/{{policy}}`, policy('419'), 200),
        order('deploy', 'first'),
        move('Publish'),
        answers(418),
        revise('second'),
        answers(418),
        order('deploy', 'second'),
        answers(419),
      ],
    });
  });

  const unservable: [what: string, change: object][] = [
    ['a target', { operations: [{ verb: 'GET', target: '/{a' }] }],
    ['an address', { endpointConfig: { production_endpoints: { url: 'http://backend.example/{p' } } }],
  ];
  for (const [what, change] of unservable) {
    it(`what no gateway could serve, ${what}, is refused before it is kept`, async () => {
      await plays({
        setup: nothing,
        steps: [
          ask('publisher', 'POST /apis', { ...open, ...change }, 400),
          create(),
          ask('publisher', 'PUT /apis/{{api}}', { ...open, ...change }, 400),
          revise(),
          order('deploy'),
          move('Publish'),
          call(menu, 200, {}),
        ],
      });
    });
  }

  const life: [action: string, withToken: number, without: number][] = [
    ['Block', 503, 503],
    ['Re-Publish', 200, 401],
    ['Deploy as a Prototype', 200, 200],
    ['Demote to Created', 403, 401],
    ['Publish', 200, 401],
    ['Deprecate', 200, 401],
    ['Retire', 404, 404],
  ];
  const pizza = '/pizza/1.0.0/menu';

  it('where an API is in its life acts at once', async () => {
    await plays({
      setup: one,
      steps: [
        findPizza,
        call(pizza, 200),
        ...life.flatMap(([action, withToken, without]) => [
          move(action),
          call(pizza, withToken),
          call(pizza, without, {}),
        ]),
      ],
    });
  });

  it('a retired API has no deployed revisions, and cannot be deployed again', async () => {
    await plays({
      setup: one,
      steps: [
        findPizza,
        revise(),
        order('deploy'),
        call(pizza, 200),
        move('Deprecate'),
        move('Retire'),
        call(pizza, 404),
        order('deploy', 'rev', 'api', 400),
        call(pizza, 404),
        ask('publisher', 'DELETE /apis/{{api}}/revisions/{{rev}}', undefined, 200),
      ],
    });
  });

  it('an API that publishing deprecates goes on', async () => {
    const asked = encodeURIComponent('Deprecate old versions after publishing the API:true');
    await plays({
      setup: one,
      steps: [
        findPizza,
        ask('publisher', 'POST /apis/copy-api?apiId={{api}}&newVersion=2.0.0', undefined, 201, { copy: '$.id' }),
        revise('rev', 'copy'),
        order('deploy', 'rev', 'copy'),
        ask(
          'publisher',
          `POST /apis/change-lifecycle?apiId={{copy}}&action=Publish&lifecycleChecklist=${asked}`,
          undefined,
          200,
        ),
        call(pizza, 200),
        call('/pizza/2.0.0/menu', 200),
        move('Retire'),
        call(pizza, 404),
        call('/pizza/2.0.0/menu', 200),
      ],
    });
  });

  it('a deleted API is gone, and another one may take its place with a life of its own', async () => {
    await plays({
      setup: nothing,
      steps: [
        create(),
        revise(),
        order('deploy'),
        move('Publish'),
        move('Block'),
        call(menu, 503, {}),
        ask('publisher', 'DELETE /apis/{{api}}', undefined, 200),
        call(menu, 404, {}),
        create(open, 'next'),
        revise('rev', 'next'),
        order('deploy', 'rev', 'next'),
        move('Publish', 200, 'next'),
        call(menu, 200, {}),
        order('undeploy', 'rev', 'next'),
        move('Block', 200, 'next'),
        call(menu, 404, {}),
        order('deploy', 'rev', 'next'),
        call(menu, 503, {}),
        move('Re-Publish', 200, 'next'),
        call(menu, 200, {}),
      ],
    });
  });

  it('the default version is the last one that was deployed as such', async () => {
    await plays({
      setup: nothing,
      steps: [
        create({ ...open, isDefaultVersion: true }),
        revise(),
        order('deploy'),
        move('Publish'),
        call('/pasta/menu', 200, {}),
        ask('publisher', 'POST /apis/copy-api?apiId={{api}}&newVersion=2.0.0&defaultVersion=true', undefined, 201, {
          copy: '$.id',
        }),
        ask(
          'publisher',
          'PUT /apis/{{copy}}',
          { ...open, isDefaultVersion: true, operations: [{ verb: 'GET', target: '/wine', authType: 'None' }] },
          200,
        ),
        call('/pasta/menu', 200, {}),
        revise('rev', 'copy'),
        order('deploy', 'rev', 'copy'),
        move('Publish', 200, 'copy'),
        call('/pasta/menu', 404, {}),
        call('/pasta/wine', 200, {}),
      ],
    });
  });

  it('an organisation cannot replace what another one has deployed', async () => {
    const own = (line: string, json: Json, status: number, capture = {}) =>
      ask('publisher', line, json, status, capture, 'tenant-pub');
    await plays({
      setup: nothing,
      steps: [
        create(),
        revise(),
        order('deploy'),
        move('Publish'),
        own('POST /apis', open, 201, { theirs: '$.id' }),
        own('POST /apis/{{theirs}}/revisions', {}, 201, { rev2: '$.id' }),
        own('POST /apis/{{theirs}}/deploy-revision?revisionId={{rev2}}', gateway, 409),
        own('POST /apis/change-lifecycle?apiId={{theirs}}&action=Publish', undefined, 200),
        own('POST /apis/change-lifecycle?apiId={{theirs}}&action=Block', undefined, 200),
        own('DELETE /apis/{{theirs}}', undefined, 200),
        call(menu, 200, {}),
        call('/t/abc.com/pasta/1.0.0/menu', 404, {}),
      ],
    });
  });
});
