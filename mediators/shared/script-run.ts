import {
  artifactsOf,
  CONTINUE,
  type DynamicText,
  Fault,
  type Message,
  type Outcome,
  type Run,
  runScript,
  ScriptFailure,
  type ScriptSource,
  type ScriptValue,
  STOP,
  type Value,
  valueText,
  XmlElement,
} from '../../engine/kit.js';
import { scriptParts, scriptPrelude } from './script-guest.js';
import { type ScriptLanguage, ScriptMessageHost } from './script-host.js';
import { scriptLimits } from './script-limits.js';
import { putScriptResult, type ScriptTarget } from './script-target.js';

/** One run of a script over a message. */
interface ScriptPlan {
  readonly language: ScriptLanguage;
  readonly sources: readonly ScriptSource[];
  readonly call?: { readonly name: string; readonly args: readonly Value[] };
  readonly result?: ScriptTarget | undefined;
  /** Behind "executing the": `external js script : key function mediate`. */
  readonly title: string;
}

/** Runs the text of the mediator; its completion value is its result. */
export function inlineScript(language: ScriptLanguage, text: string): Run {
  const sources = [{ name: 'inline', text }];
  const title = `inlined ${language} script function mediate`;
  return (message) => run(message, { language, sources, title });
}

/** A script under a key, the scripts that it includes, and the function that is called. */
export interface ExternalScript {
  readonly language: ScriptLanguage;
  readonly key: DynamicText;
  readonly includes: readonly DynamicText[];
  readonly name: string;
  readonly args: readonly ((message: Message) => Value)[];
  readonly result: ScriptTarget | undefined;
}

/** Runs a script by key: everything is looked up and evaluated anew for every message. */
export function externalScript({ language, key, includes, name, args, result }: ExternalScript): Run {
  return (message) => {
    const title = `external ${language} script : ${key.string(message) ?? ''} function ${name}`;
    const sources = [key, ...includes].map((each) => sourceUnder(each.string(message) ?? '', message, title));
    const call = { name, args: args.map((arg) => arg(message)) };
    return run(message, { language, sources, call, result, title });
  };
}

function sourceUnder(key: string, message: Message, title: string): ScriptSource {
  const entry = artifactsOf(message).entry(key);
  if (entry === undefined || entry === null) {
    throw new Fault(`The script engine returned an Exception executing the ${title}`, {
      detail: `There is no script with the key ${key}`,
    });
  }
  return { name: key, text: entry instanceof XmlElement ? entry.textContent : (valueText(entry) ?? '') };
}

function run(message: Message, plan: ScriptPlan): Outcome | Promise<Outcome> {
  checkPayload(message, plan.title);
  const host = new ScriptMessageHost(message, plan.language);
  try {
    const value = runScript({
      prelude: scriptPrelude,
      parts: scriptParts,
      host: (name, args) => host.call(name, args),
      sources: plan.sources,
      ...(plan.call && { call: callOf(plan.call, host) }),
      limits: scriptLimits(message),
    });
    if (!(value instanceof Promise)) return finish(value, message, plan, host);
    return value.then(
      (settled) => finish(settled, message, plan, host),
      (thrown) => fail(thrown, plan),
    );
  } catch (thrown) {
    return fail(thrown, plan);
  }
}

/** A JSON body is read strictly, whether or not the script asks for it (mediators-message sheet 9). */
function checkPayload({ jsonText }: Message, title: string): void {
  if (jsonText === undefined || jsonText.trim() === '') return;
  try {
    JSON.parse(jsonText);
  } catch (cause) {
    const message = `The script engine returned an error executing the ${title}`;
    throw new Fault(message, { detail: `${message}: Invalid JSON payload`, cause, parsing: 'wrapped' });
  }
}

function callOf({ name, args }: NonNullable<ScriptPlan['call']>, host: ScriptMessageHost) {
  return { name, receiver: 'mc', args: args.map((arg) => host.toScript(arg)) };
}

function finish(
  value: ScriptValue,
  message: Message,
  { result, title }: ScriptPlan,
  host: ScriptMessageHost,
): Outcome | Promise<Outcome> {
  let outcome: Outcome = value === false ? STOP : CONTINUE;
  if (result) {
    putScriptResult(host.fromScript(value, false), message, result, title);
    outcome = CONTINUE;
  }
  return host.sleeping === 0 ? outcome : pause(message, host.sleeping).then(() => outcome);
}

/** `Thread.sleep`: the script is over by then, but the flow goes on only after that time, and nothing else waits. */
function pause({ services, exchange }: Message, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    if (exchange.signal?.aborted) return resolve();
    const done = () => {
      services.clock.clearTimeout(timer);
      exchange.signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = services.clock.setTimeout(done, milliseconds);
    exchange.signal?.addEventListener('abort', done);
  });
}

function fail(thrown: unknown, { title }: ScriptPlan): never {
  if (!(thrown instanceof ScriptFailure)) throw thrown;
  const { kind, cause, source, line } = thrown;
  const what = kind === 'no-function' ? 'a NoSuchMethodException' : 'an error';
  const message = `The script engine returned ${what} executing the ${title}`;
  const where = line === undefined ? '' : ` (${source ?? 'script'}:${line})`;
  const parsing = cause instanceof Fault && cause.parsing !== undefined ? 'wrapped' : undefined;
  throw new Fault(message, { detail: `${message}: ${thrown.message}${where}`, cause: thrown, parsing });
}
