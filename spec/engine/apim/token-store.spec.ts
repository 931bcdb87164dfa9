import assert from 'node:assert/strict';
import { ForgetfulMap } from '../../../engine/apim/forgetful-map.js';
import { type IssuedToken, TokenStore } from '../../../engine/apim/tokens.js';
import { nameOf, sameSecret, UserDirectory } from '../../../engine/apim/users.js';
import { ManualClock } from '../../../engine/observe/index.js';

const day = 24 * 3600 * 1000;

function storing() {
  const clock = new ManualClock();
  const store = new TokenStore(clock);
  let count = 0;
  const add = (content: Partial<IssuedToken> = {}): IssuedToken => {
    const token: IssuedToken = {
      value: `t${count++}`,
      format: 'opaque',
      application: 'shop',
      keyType: 'PRODUCTION',
      consumerKey: 'ck',
      user: 'alice',
      userType: 'APPLICATION_USER',
      scopes: [`s${count}`],
      grant: 'password',
      issuedAt: clock.now(),
      expiresAt: clock.now() + 1000,
      state: 'ACTIVE',
      ...content,
    };
    store.add(token);
    return token;
  };
  /** Enough new tokens for each old one to be looked at. */
  const sweep = () => {
    for (let n = 0; n < 20; n++) add({ expiresAt: undefined });
  };
  return { clock, store, add, sweep };
}

describe('the tokens that are kept', () => {
  it('are forgotten a day after their end, not earlier', () => {
    const { clock, store, add, sweep } = storing();
    const { value, ...key } = add();
    clock.advance(1000 + day - 1);
    sweep();
    assert.ok(store.find(value));
    clock.advance(1);
    sweep();
    assert.equal(store.find(value), undefined);
    assert.equal(store.latest(key), undefined);
  });

  it('stay as long as they can be renewed', () => {
    const { clock, store, add, sweep } = storing();
    const refreshToken = { value: 'r', expiresAt: clock.now() + 3 * day };
    const { value } = add({ refreshToken });
    clock.advance(4 * day - 1);
    sweep();
    assert.equal(store.findByRefreshToken('r')?.value, value);
    clock.advance(1);
    sweep();
    assert.equal(store.findByRefreshToken('r'), undefined);
    assert.equal(store.find(value), undefined);
  });

  it('without an end go when they were revoked, but for those that prove themselves', () => {
    const { store, add, sweep } = storing();
    const opaque = add({ expiresAt: undefined, state: 'REVOKED' });
    const jwt = add({ expiresAt: undefined, state: 'REVOKED', format: 'jwt' });
    const active = add({ expiresAt: undefined });
    sweep();
    assert.deepEqual(
      [opaque, jwt, active].map(({ value }) => store.find(value) !== undefined),
      [false, true, true],
    );
  });

  it('that went take no refresh token with them that was handed on', () => {
    const { clock, store, add, sweep } = storing();
    const refreshToken = { value: 'r', expiresAt: undefined };
    const first = add({ refreshToken });
    first.state = 'EXPIRED';
    const second = add({ refreshToken, scopes: first.scopes });
    clock.advance(2 * day);
    sweep();
    assert.equal(store.find(first.value), undefined);
    assert.equal(store.findByRefreshToken('r'), second);
    assert.equal(store.latest(first), second);
  });
});

describe('a map that forgets', () => {
  it('keeps no more than its limit: the oldest go', () => {
    const gone: number[] = [];
    const map = new ForgetfulMap<number>({ limit: 3, isOver: () => false, dropped: (value) => gone.push(value) });
    for (let n = 0; n < 5; n++) map.set(String(n), n);
    assert.deepEqual([...map.values()], [2, 3, 4]);
    assert.deepEqual(gone, [0, 1]);
  });

  it('stays small while what comes is soon over', () => {
    let now = 0;
    const map = new ForgetfulMap<number>({ limit: 1_000_000, isOver: (end) => end <= now });
    for (; now < 10_000; now++) map.set(String(now), now + 100);
    assert.ok(map.size < 200, String(map.size));
  });
});

describe('the names of users', () => {
  const users = new UserDirectory([{ name: 'TWO/bob@a.b@org', password: 'pw' }], ['org']);

  for (const text of ['bob', 'bob@mail.example', 'TWO/bob', 'bob@a.b@org', 'TWO/bob@org']) {
    it(`${text} is written as it is read`, () => {
      assert.equal(nameOf(users.parse(text)), text);
    });
  }

  it('leave out what is usual', () => {
    assert.equal(nameOf(users.parse('primary/bob@carbon.super')), 'bob');
  });

  it('and secrets are told apart', () => {
    assert.ok(sameSecret('abc', 'abc'));
    for (const other of ['abd', 'ab', 'abcd', '']) assert.ok(!sameSecret('abc', other));
    assert.equal(users.authenticate(users.parse('nobody'), ''), undefined);
    assert.equal(users.authenticate(users.parse('two/BOB@a.b@org'), 'pw')?.name, 'bob@a.b');
  });
});
