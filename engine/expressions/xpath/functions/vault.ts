import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Services } from '../../../message/index.js';
import { textual } from '../compiled.js';
import { EvaluationError } from '../evaluation-error.js';
import { ANY_NUMBER, type FunctionDefinition } from './definition.js';
import { messageOf } from './property.js';

/** Where a flow's secrets come from, beyond environment and files. */
export interface SecretStore {
  /** The secret of an alias (`wso2:vault-lookup('alias')`), undefined when there is none. */
  secret(alias: string): string | undefined;
  /** A field of an external vault's secret (`hashicorp:vault-lookup([namespace,] path, field)`). */
  externalSecret?(namespace: string, path: string, field: string): string | undefined;
}

/** Services of a deployment that has a vault. */
interface VaultServices extends Services {
  readonly secrets?: SecretStore;
}

/** Names of Docker secrets are file names, nothing else. */
const DOCKER_ROOT = '/run/secrets/';

/** `wso2:vault-lookup('alias'[, type, encrypted])`: without a vault a fault, never empty text. */
export const vaultLookup: FunctionDefinition = {
  name: 'vault-lookup',
  signature: "vault-lookup(alias[, 'ENV' | 'FILE' | 'DOCKER', encrypted])",
  least: 0,
  most: ANY_NUMBER,
  compile(args) {
    const [alias, type, encrypted] = args;
    if (alias === undefined) return textual(() => '');
    return textual((frame) => {
      const { services } = messageOf(frame);
      const name = alias.text(frame);
      if (args.length !== 3) return fromStore(services, name);
      if (encrypted!.text(frame).toLowerCase() === 'true') {
        throw new EvaluationError('encrypted secrets are not read: give the plain secret to the environment or a file');
      }
      return plainSecret(services, type!.text(frame), name);
    });
  },
};

/** `hashicorp:vault-lookup([namespace,] path, field)`; other numbers of arguments give empty text. */
export const externalVaultLookup: FunctionDefinition = {
  name: 'vault-lookup',
  signature: 'vault-lookup([namespace, ]path, field)',
  least: 0,
  most: ANY_NUMBER,
  compile(args) {
    if (args.length < 2 || args.length > 3) return textual(() => '');
    const [field, path, namespace] = args.toReversed();
    return textual((frame) => {
      const { secrets } = messageOf(frame).services as VaultServices;
      const found = secrets?.externalSecret?.(namespace?.text(frame) ?? '', path!.text(frame), field!.text(frame));
      if (found === undefined) throw new EvaluationError('the external vault has no such secret');
      return found;
    });
  },
};

function fromStore(services: VaultServices, alias: string): string {
  const secret = services.secrets?.secret(alias);
  if (secret === undefined) throw new EvaluationError(`there is no secret ${alias}`);
  return secret;
}

function plainSecret(services: Services, type: string, name: string): string {
  switch (type) {
    case 'ENV':
      return required(services.environment(name), name);
    case 'DOCKER':
      if (!/^[\w.-]+$/.test(name) || name.startsWith('.')) {
        throw new EvaluationError(`${name} is not the name of a Docker secret`);
      }
      return fileText(DOCKER_ROOT + name, name);
    case 'FILE':
      return fileText(filePath(name), name);
    default:
      return fromStore(services, name);
  }
}

/** The reference wants a file URL; a plain path is taken as well. */
function filePath(name: string): string {
  return name.startsWith('file:') ? fileURLToPath(name) : name;
}

/** Lines are joined, blanks at both ends cut. */
function fileText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n/g, '').trim();
  } catch {
    throw new EvaluationError(`there is no secret ${name}`);
  }
}

function required(secret: string | undefined, name: string): string {
  if (secret === undefined) throw new EvaluationError(`there is no secret ${name}`);
  return secret;
}
