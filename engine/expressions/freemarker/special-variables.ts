import type { Environment } from './environment.js';
import { snakeCase } from './setting-names.js';
import { FtlDate, FtlHash, FtlTypeError, type FtlValue } from './value.js';

const NAMES = new Set([
  ...['now', 'version', 'locale', 'lang', 'main', 'namespace', 'globals', 'vars', 'data_model', 'locals', 'error'],
  ...['output_format', 'auto_esc', 'template_name', 'main_template_name', 'current_template_name', 'pass'],
]);

/** Whether there is a special variable of that name. */
export function isSpecialVariable(name: string): boolean {
  return NAMES.has(snakeCase(name));
}

/** `.now` and the like. Throws FtlTypeError for a name that there is not. */
export function specialVariable(name: string, environment: Environment): FtlValue | undefined {
  switch (snakeCase(name)) {
    case 'now':
      return new FtlDate(environment.surroundings.now(), 'datetime');
    case 'version':
      return '2.3.31';
    case 'locale':
      return 'en_US';
    case 'lang':
      return 'en';
    case 'main':
      return environment.main;
    case 'namespace':
      return environment.namespace;
    case 'globals':
      return { description: 'hash', get: (key) => environment.globalVariable(key) };
    case 'vars':
      return { description: 'hash', get: (key) => environment.variable(key) };
    case 'data_model':
      return { description: 'hash', get: (key) => environment.surroundings.variable(key) };
    case 'locals':
      return new FtlHash(environment.macro?.scope.variables ?? new Map());
    case 'error':
      return environment.error;
    case 'output_format':
      return environment.outputFormat.name;
    case 'auto_esc':
      return environment.outputFormat.escapes;
    case 'template_name':
    case 'main_template_name':
    case 'current_template_name':
      return 'payload';
    case 'pass':
      return { description: 'macro' };
    default:
      throw new FtlTypeError(`Unknown special variable name: ${name}`);
  }
}
