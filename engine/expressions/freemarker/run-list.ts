import { Decimal } from '../decimal.js';
import { hasNext } from './built-ins/index.js';
import { type Environment, type Loop, Scope } from './environment.js';
import { blaming, required } from './evaluate.js';
import { execute, type Flow } from './execute.js';
import type { Statement } from './syntax.js';
import { type FtlValue, isObject, wrongType } from './value.js';

type Of<K extends Statement['kind']> = Statement & { readonly kind: K };

/** `#list`: a turn for each item, or what stands behind `#else`. */
export function runList({ over, variables, body, otherwise }: Of<'list'>, environment: Environment): Flow {
  const value = required(over, environment);
  const loop = blaming(over, environment, () => loopOver(value, variables));
  if (loop.size === 0) return execute(otherwise, environment);
  const scope = new Scope(environment.scope);
  scope.loop = loop;
  return environment.within(scope, () =>
    variables.length > 0 ? turn(loop, scope, body, environment) : once(body, environment),
  );
}

/** The body of a list without variables: `#items` inside does the turning. */
function once(body: readonly Statement[], environment: Environment): Flow {
  const flow = execute(body, environment);
  return flow === 'return' ? flow : 'next';
}

function loopOver(value: FtlValue, variables: readonly string[]): Loop {
  if (isObject(value) && value.at && value.size && variables.length < 2) {
    const list = value;
    return { variables, size: value.size(), values: (index) => [list.at?.(index)], index: 0 };
  }
  if (isObject(value) && value.keys && value.get) {
    const hash = value;
    const keys = value.keys();
    return { variables, size: keys.length, values: (index) => [keys[index], hash.get?.(keys[index]!)], index: 0 };
  }
  throw wrongType(value, variables.length > 1 ? 'an extended hash' : 'a sequence or collection');
}

function turn(loop: Loop, scope: Scope, body: readonly Statement[], environment: Environment): Flow {
  for (loop.index = 0; loop.index < loop.size; loop.index += 1) {
    environment.step({ start: 0 });
    const values = loop.values(loop.index);
    loop.variables.forEach((name, position) => {
      scope.variables.set(name, values[position]);
    });
    const [name] = loop.variables;
    // The old way of asking, from before `?index`.
    scope.variables.set(`${name}_index`, new Decimal(BigInt(loop.index), 0));
    scope.variables.set(`${name}_has_next`, hasNext(loop));
    const flow = execute(body, environment);
    if (flow === 'break') break;
    if (flow === 'return') return flow;
  }
  return 'next';
}

/** `#items`: the turns of the list around it. */
export function runItems(statement: Of<'items'>, environment: Environment): Flow {
  const outer = innermostLoop(environment);
  if (!outer || outer.variables.length > 0)
    throw environment.fail(statement, '#items must be inside of a #list without variables');
  const scope = new Scope(environment.scope);
  const loop: Loop = { ...outer, variables: statement.variables, values: (index) => outer.values(index) };
  scope.loop = loop;
  return environment.within(scope, () => turn(loop, scope, statement.body, environment));
}

function innermostLoop(environment: Environment): Loop | undefined {
  for (let scope = environment.scope; scope; scope = scope.above) if (scope.loop) return scope.loop;
  return undefined;
}

/** `#sep`: what stands between two turns. */
export function runSep(statement: Of<'sep'>, environment: Environment): Flow {
  const loop = innermostLoop(environment);
  if (!loop) throw environment.fail(statement, '#sep must be inside of a #list');
  return hasNext(loop) ? execute(statement.body, environment) : 'next';
}
