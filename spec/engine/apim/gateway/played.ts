import assert from 'node:assert/strict';
import type { ApimSetup, ApiSetup, Profile } from '../../../../engine/apim/setup.js';
import { compileOptions } from '../../../../engine/index.js';
import { type FixtureCase, type FixtureExchange, type FixtureStep, Player } from '../../../../engine/replay/index.js';

const player = new Player({ compile: compileOptions });

/** An API manager with one API, one application and its tokens `tok` (production) and `tok-sb` (sandbox). */
export function setupWith(api: Partial<ApiSetup> = {}, more: Partial<ApimSetup> = {}): ApimSetup {
  return {
    apis: [
      {
        name: 'Pizza',
        version: '1.0.0',
        context: '/pizza',
        provider: 'admin',
        lifecycle: 'PUBLISHED',
        subscriptionTiers: ['Unlimited'],
        operations: [
          { verb: 'GET', target: '/menu' },
          { verb: 'POST', target: '/order' },
          { verb: 'GET', target: '/order/{id}' },
        ],
        endpoint: { type: 'http', production: 'http://backend.example/p', sandbox: 'http://backend.example/s' },
        ...api,
      },
    ],
    users: [{ name: 'alice', password: 'alicepw' }],
    applications: [{ name: 'shop', owner: 'alice', keys: { PRODUCTION: { consumerKey: 'ck', consumerSecret: 'cs' } } }],
    subscriptions: [{ application: 'shop', api: 'Pizza:1.0.0' }],
    tokens: [
      { value: 'tok', application: 'shop', user: 'alice', validFor: -1 },
      { value: 'tok-sb', application: 'shop', keyType: 'SANDBOX', user: 'alice', validFor: -1 },
    ],
    ...more,
  };
}

/** What is to be played: one step, or several. */
export interface Play {
  readonly setup?: ApimSetup;
  readonly profile?: Profile;
  readonly artifacts?: readonly string[];
  readonly steps: readonly FixtureStep[];
}

/** Plays requests against a gateway and wants everything to be as expected. */
export async function plays({ setup = setupWith(), profile = '4.x', artifacts = [], steps }: Play): Promise<void> {
  const played: FixtureCase = { name: 'play', entry: { http: true }, profile, setup, artifacts, steps };
  assert.deepEqual((await player.play(played, 'play.json')).failures, []);
}

/** Headers of a caller who may. */
export const bearer = { Authorization: 'Bearer tok' };

/** A call to the backend, and its answer. */
export function backend(
  url: string,
  response: FixtureExchange['response'] = { headers: { 'Content-Type': 'text/plain' }, body: 'ok' },
  request: NonNullable<FixtureExchange['request']> = {},
): FixtureExchange {
  return { request: { url: `http://backend.example${url}`, ...request }, response };
}

/** A sequence of these mediators. */
export function sequence(name: string, content: string): string {
  return `<sequence xmlns="http://ws.apache.org/ns/synapse" name="${name}">${content}</sequence>`;
}
