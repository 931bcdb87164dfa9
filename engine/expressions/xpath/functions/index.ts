import { type Namespaces, namespaceOf } from '../node-test.js';
import { cryptoFunctions } from './crypto.js';
import type { FunctionDefinition } from './definition.js';
import { encodingFunctions } from './encoding.js';
import { nodeFunctions } from './node.js';
import { numberFunctions } from './number.js';
import { getProperty } from './property.js';
import { textFunctions } from './text.js';
import { externalVaultLookup, vaultLookup } from './vault.js';

export type { CallContext } from './definition.js';
export { templateParameter } from './property.js';
export type { SecretStore } from './vault.js';

function byName(...definitions: readonly FunctionDefinition[]): ReadonlyMap<string, FunctionDefinition> {
  return new Map(definitions.map((definition) => [definition.name, definition]));
}

/** Found by local name, whatever the prefix. */
const messageFunctions = byName(getProperty, ...encodingFunctions, ...cryptoFunctions);

/** Found while the prefix is not bound. */
const coreFunctions = byName(...textFunctions, ...numberFunctions, ...nodeFunctions);

/** Found by the text of their prefix, bound or not. */
const vaultFunctions: ReadonlyMap<string, FunctionDefinition> = new Map([
  ['wso2', vaultLookup],
  ['hashicorp', externalVaultLookup],
]);

/**
 * The function that a call means; undefined when there is none, which is a fault when the call is evaluated.
 * @param ofMessage whether to look among the functions that belong to a message
 */
export function findFunction(
  prefix: string,
  name: string,
  namespaces: Namespaces,
  ofMessage: boolean,
): FunctionDefinition | undefined {
  if (ofMessage) {
    const own = messageFunctions.get(name) ?? (name === 'vault-lookup' ? vaultFunctions.get(prefix) : undefined);
    if (own !== undefined) return own;
  }
  if (prefix !== '' && namespaceOf(prefix, namespaces) !== undefined) return undefined;
  return coreFunctions.get(name);
}

/** The names that are found without a prefix, for advice. */
export const functionNames: readonly string[] = [...coreFunctions.keys(), ...messageFunctions.keys()];

/** How a function is called, for advice. */
export function signatureOf(name: string): string | undefined {
  return (coreFunctions.get(name) ?? messageFunctions.get(name))?.signature;
}
