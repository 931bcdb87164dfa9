import { defineMacros } from './call-macro.js';
import { type Environment, Namespace } from './environment.js';
import { condition, printed } from './evaluate.js';
import { execute } from './execute.js';
import type { Statement } from './syntax.js';
import { readTemplate } from './template-syntax.js';

type Of<K extends Statement['kind']> = Statement & { readonly kind: K };

/** `#include`: another template with the variables of this one. */
export function include({ path, ignoreMissing, start }: Of<'include'>, environment: Environment): void {
  const name = printed(path, environment);
  const text = environment.surroundings.load(name);
  if (text === undefined) {
    if (ignoreMissing && condition(ignoreMissing, environment)) return;
    throw environment.fail({ start }, `Template inclusion failed: there is no template ${name}`);
  }
  runText(text, name, { start }, environment);
}

function runText(text: string, name: string, at: { start: number }, environment: Environment): void {
  environment.enter(at, () => {
    const { body, macros } = environment.read(name, text, readTemplate);
    environment.withText(text, () => {
      defineMacros(macros, environment);
      execute(body, environment);
    });
  });
}

/** `#import`: the macros and variables of another template under a name. */
export function importTemplate({ path, name, start }: Of<'import'>, environment: Environment): void {
  const key = printed(path, environment);
  let namespace = environment.imported.get(key);
  if (!namespace) {
    const text = environment.surroundings.load(key);
    if (text === undefined) throw environment.fail({ start }, `Template importing failed: there is no template ${key}`);
    namespace = new Namespace();
    environment.imported.set(key, namespace);
    const before = { namespace: environment.namespace, scope: environment.scope, macro: environment.macro };
    Object.assign(environment, { namespace, scope: undefined, macro: undefined });
    environment.capture(() => runText(text, key, { start }, environment));
    Object.assign(environment, before);
  }
  environment.namespace.variables.set(name, namespace);
}
