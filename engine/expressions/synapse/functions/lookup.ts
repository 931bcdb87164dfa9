import { Fault } from '../../../errors/index.js';
import { valueText } from '../../../message/index.js';
import { serializeXml, XmlElement } from '../../../xml/index.js';
import { failEvaluation } from '../failure.js';
import { asText, type Operand, textOf } from '../operand.js';
import { type Argument, type Call, type FunctionEntry, wrongArgument } from './call.js';

/** Functions that read resources, secrets, and XML by XPath. */
export const lookupFunctions = {
  registry: {
    1: (call, [path]) => resource(call, asText(path) ?? notText('registry')),
    2: (call, [path, property]) => registryProperty(call, path, property),
  },
  xpath: {
    1: (call, [path]) => call.xpath.select(call.message, textOf(path), call.native),
    2: (call, [path, variable]) => selectInVariable(call, textOf(path), textOf(variable)),
  },
  'wso2-vault': { 1: (call, [alias]) => vaultSecret(call, textOf(alias)) },
  'hashicorp-vault': {
    2: (call, args) => hashicorpSecret(call, args),
    3: (call, args) => hashicorpSecret(call, args),
  },
} satisfies Record<string, FunctionEntry>;

/** The reference engine runs into a null pointer here. */
function notText(name: string): never {
  throw new Fault(`${name} takes a text`);
}

function resource({ message }: Call, path: string): string {
  const value = path === '' ? undefined : message.services.registry.value(path);
  if (value instanceof XmlElement) return serializeXml(value);
  return valueText(value) ?? failEvaluation(`there is no registry resource ${path}`);
}

function registryProperty(call: Call, path: Argument, property: Argument): string {
  const [key, name] = [asText(path), asText(property)];
  if (key === undefined) return wrongArgument('registry');
  if (name === undefined) return resource(call, key);
  const value = key === '' || name === '' ? undefined : call.message.services.registry.property(key, name);
  return value ?? failEvaluation(`the registry resource ${key} has no property ${name}`);
}

function selectInVariable(call: Call, path: string, variable: string): Operand {
  const dot = variable.indexOf('.');
  if (dot < 0) {
    if (variable === '') return failEvaluation('xpath got an empty name of a variable');
    return call.xpath.select(call.message, `$var:${variable}${path}`, call.native);
  }
  const map = call.message.variables.get(variable.slice(0, dot));
  const entry = map instanceof Map ? map.get(variable.slice(dot + 1)) : undefined;
  if (!(entry instanceof XmlElement)) return failEvaluation(`${variable} is no XML in a map variable`);
  return call.xpath.selectInElement(call.message, path, entry, call.native);
}

const vaultCall = "wso2:vault-lookup('";

function lookUp({ xpath, message }: Call, path: string): string | null {
  const expression = xpath.compile(path) ?? failEvaluation('the names for the secret cannot be used');
  return expression.string(message);
}

function vaultSecret(call: Call, alias: string): string {
  const secret = lookUp(call, `${vaultCall}${alias}')`);
  if (secret === null) throw new Fault('wso2-vault found no secret');
  // An unknown alias comes back as the call itself.
  return secret.startsWith(vaultCall) ? failEvaluation('wso2-vault found no secret') : secret;
}

function hashicorpSecret(call: Call, args: readonly Argument[]): string {
  const names = args.map((argument) => `'${textOf(argument)}'`).join(', ');
  const secret = lookUp(call, `hashicorp:vault-lookup(${names})`);
  return secret ?? failEvaluation('hashicorp-vault found no secret');
}
