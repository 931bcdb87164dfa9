import type { Tracer } from '../compile/index.js';
import { formatPlace, type Place } from '../errors/index.js';
import { formatBody, type Message, type Value, valueText } from '../message/index.js';
import type { Outcome, Run } from '../run/index.js';
import { show } from './match-value.js';
import type { TraceStep } from './result.js';

/** What of a message is compared before and after a mediator: by name, as text. */
type Picture = ReadonlyMap<string, string>;

/** Remembers the last message that a mediator saw; its properties are those of the response. */
export class LastMessage implements Tracer {
  message: Message | undefined;

  around(_step: unknown, message: Message, run: Run): Outcome | Promise<Outcome> {
    this.message = message;
    return run(message);
  }
}

/** Writes down the way of the message: each mediator, its place, and what it changed. */
export class TraceRecorder implements Tracer {
  readonly steps: TraceStep[] = [];
  #depth = 0;

  around(
    step: { readonly label: string; readonly place: Place },
    message: Message,
    run: Run,
  ): Outcome | Promise<Outcome> {
    const before = pictureOf(message);
    const changes: string[] = [];
    this.steps.push({ mediator: step.label, place: formatPlace(step.place), depth: this.#depth++, changes });
    const leave = (end: string | undefined): void => {
      this.#depth--;
      changes.push(...changesBetween(before, pictureOf(message)));
      if (end !== undefined) changes.push(end);
    };
    const failed = (thrown: unknown): never => {
      leave(`fault: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      throw thrown;
    };
    const left = (outcome: Outcome): Outcome => {
      leave(outcome ? undefined : 'the flow ends here');
      return outcome;
    };
    try {
      const outcome = run(message);
      return typeof outcome === 'boolean' ? left(outcome) : outcome.then(left, failed);
    } catch (thrown) {
      return failed(thrown);
    }
  }
}

function pictureOf(message: Message): Picture {
  const picture = new Map<string, string>();
  const add = (scope: string, values: Iterable<readonly [string, Value]>): void => {
    for (const [name, value] of values) picture.set(`${scope} ${name}`, valueText(value) ?? 'null');
  };
  add('property', message.properties);
  add('variable', message.variables);
  add('axis2', message.axis2);
  add('operation', message.operation);
  for (const [name, value] of message.headers.entries()) picture.set(`header ${name}`, value);
  picture.set('To', message.to ?? '');
  picture.set('body', bodyOf(message));
  return picture;
}

function bodyOf(message: Message): string {
  if (!message.built) return '(not read)';
  try {
    return message.jsonText ?? formatBody(message).bytes.toString('utf8');
  } catch (error) {
    return `(cannot be written: ${(error as Error).message})`;
  }
}

function changesBetween(before: Picture, after: Picture): string[] {
  const changes: string[] = [];
  for (const [name, value] of after) {
    const old = before.get(name);
    if (old === undefined) changes.push(`${name} = ${show(value)}`);
    else if (old !== value) changes.push(`${name} = ${show(value)}, was ${show(old)}`);
  }
  for (const [name, value] of before) if (!after.has(name)) changes.push(`${name} removed, was ${show(value)}`);
  return changes;
}
