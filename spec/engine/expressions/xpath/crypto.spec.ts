import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Fault } from '../../../../engine/errors/index.js';
import { encryptedByJava, encryptedWithOaep, keystore } from './keystore.js';
import { type MessageSetting, textOf } from './setting.js';

describe('XPath: keys and secrets', () => {
  let folder: string;
  let properties: Record<string, string>;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'keystore-'));
    properties = { ks: join(folder, 'keys.jks'), damaged: join(folder, 'damaged.jks'), oaep: encryptedWithOaep };
    writeFileSync(properties.ks!, keystore);
    const damaged = Buffer.from(keystore);
    damaged[40] = damaged[40]! ^ 1;
    writeFileSync(properties.damaged!, damaged);
    writeFileSync(join(folder, 'secret.txt'), '  s3cret \n');
  });

  after(() => rmSync(folder, { recursive: true }));

  const text = (expression: string, setting: MessageSetting = {}): string | null =>
    textOf(expression, { ...setting, properties });

  const faults = (expression: string, reason: RegExp, setting: MessageSetting = {}): void => {
    assert.throws(
      () => text(expression, setting),
      (error: unknown) => error instanceof Fault && reason.test(error.detail ?? ''),
    );
  };

  it('decrypts what Java encrypted', () => {
    assert.equal(text(`decrypt('${encryptedByJava}', $ctx:ks, 'changeit', 'mykey')`), 'grüße');
    const oaep = "decrypt($ctx:oaep, $ctx:ks, 'changeit', 'MyKey', 'JKS', 'RSA/ECB/OAEPWithSHA-1AndMGF1Padding')";
    assert.equal(text(oaep), 'grüße');
  });

  it('decrypts what it encrypted, with a certificate alone too', () => {
    for (const alias of ['mykey', 'partner']) {
      const encrypted = text(`encrypt('Öl und Gas', $ctx:ks, 'changeit', '${alias}')`);
      assert.match(encrypted!, /^[A-Za-z0-9+/]{171}=$/);
      assert.equal(text(`decrypt('${encrypted}', $ctx:ks, 'changeit', 'mykey', 'JKS')`), 'Öl und Gas');
    }
  });

  it('gives empty text for a wrong number of arguments', () => {
    assert.equal(text("encrypt('a', 'b', 'c')"), '');
    assert.equal(text("decrypt('a', 'b', 'c', 'd', 'e', 'f', 'g')"), '');
  });

  for (const [what, expression, reason] of [
    ['a wrong password', "encrypt('a', $ctx:ks, 'wrong', 'mykey')", /open the keystore/],
    ['a damaged keystore', "encrypt('a', $ctx:damaged, 'changeit', 'mykey')", /open the keystore/],
    ['a missing file', "encrypt('a', '/no/such/file', 'changeit', 'mykey')", /open the keystore/],
    ['an unknown alias', "encrypt('a', $ctx:ks, 'changeit', 'other')", /no key other/],
    ['a certificate without private key', "decrypt('a', $ctx:ks, 'changeit', 'partner')", /decrypt/],
    ['text that is not encrypted', "decrypt('YQ==', $ctx:ks, 'changeit', 'mykey')", /decrypt/],
    ['an unknown algorithm', "encrypt('a', $ctx:ks, 'changeit', 'mykey', 'JKS', 'AES')", /algorithm AES/],
    ['another kind of keystore', "encrypt('a', $ctx:ks, 'changeit', 'mykey', 'BCFKS')", /type BCFKS/],
    ['an empty HMAC secret', "hmac-generate('a', '')", /empty secret/],
    ['an algorithm that is no HMAC', "hmac-generate('a', 'b', 'SHA1')", /algorithm SHA1/],
  ] as const) {
    it(`faults for ${what}, and names neither key nor password`, () => {
      faults(expression, reason);
      try {
        text(expression);
      } catch (error) {
        assert.doesNotMatch((error as Fault).detail!.replace(expression, ''), /changeit|wrong/);
      }
    });
  }

  for (const [algorithm, length] of [
    ['HmacMD5', 32],
    ['hmacsha224', 56],
    ['HMACSHA384', 96],
    ['HmacSHA512/256', 64],
    ['HmacSHA3-256', 64],
  ] as const) {
    it(`knows ${algorithm}`, () => assert.equal(text(`hmac-generate('a','b','${algorithm}')`)?.length, length));
  }

  it('looks secrets up in the environment, in files and in the vault', () => {
    const services = { environment: (name: string) => (name === 'API_KEY' ? 'k1' : undefined) };
    assert.equal(text("wso2:vault-lookup('API_KEY', 'ENV', 'false')", { services }), 'k1');
    const url = pathToFileURL(join(folder, 'secret.txt')).href;
    assert.equal(text(`wso2:vault-lookup('${url}', 'FILE', 'false')`), 's3cret');
    const secrets = {
      secret: (alias: string) => (alias === 'db' ? 'pw' : undefined),
      externalSecret: (namespace: string, path: string, field: string) => `${namespace}|${path}|${field}`,
    };
    const vault = { services: { secrets } as MessageSetting['services'] } as MessageSetting;
    assert.equal(text("wso2:vault-lookup('db')", vault), 'pw');
    assert.equal(text("hashicorp:vault-lookup('p','f')", vault), '|p|f');
    assert.equal(text("hashicorp:vault-lookup('n','p','f')", vault), 'n|p|f');
  });

  it('gives empty text without an alias', () => {
    assert.equal(text('wso2:vault-lookup()'), '');
    assert.equal(text("hashicorp:vault-lookup('p')"), '');
  });

  for (const [what, expression] of [
    ['there is no vault', "wso2:vault-lookup('db')"],
    ['there is no external vault', "hashicorp:vault-lookup('p','f')"],
    ['the variable is not set', "wso2:vault-lookup('NOPE', 'ENV', 'false')"],
    ['the file is missing', "wso2:vault-lookup('file:///no/such/file', 'FILE', 'false')"],
    ['a Docker secret leaves its folder', "wso2:vault-lookup('../passwd', 'DOCKER', 'false')"],
    ['a Docker secret is missing', "wso2:vault-lookup('no-such-secret', 'DOCKER', 'false')"],
    ['the secret is encrypted', "wso2:vault-lookup('API_KEY', 'ENV', 'true')"],
    ['the prefix is another one', "vault:vault-lookup('db')"],
  ] as const) {
    it(`faults when ${what}`, () => faults(expression, /./));
  }
});
