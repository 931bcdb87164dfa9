import {
  type ArtifactElement,
  artifactsOf,
  CONTINUE,
  type CompiledExpression,
  Fault,
  JavaNumber,
  type Load,
  type Message,
  type Outcome,
  type Run,
  runInTurn,
} from '../../engine/kit.js';
import { jsonItems, type LoopItems, xmlItems } from './loop-items.js';

/** A foreach by expression. */
export interface LoopOptions {
  readonly id: string | undefined;
  readonly expression: CompiledExpression;
  /** Name of a sequence; wins over the inline one. */
  readonly sequence: string | undefined;
  readonly inlineSequence: ArtifactElement | undefined;
  /** The loop goes on behind an item that failed or stopped. */
  readonly continueLoopOnFailure: boolean;
}

/** Mediators that must not stand in the sequence of a foreach by expression. */
export const notInLoop: readonly string[] = ['call', 'send', 'callout'];

/** Compiles a foreach by expression: the items run in order on the message itself (mediators-flow sheet 10). */
export function compileLoop(options: LoopOptions, load: Load): Run {
  const { id, expression } = options;
  const prefix = id === undefined ? '' : `${id}_`;
  const find = findSequence(options, load);
  return (message) => {
    message.properties.set(`${prefix}FOREACH_ORIGINAL_MESSAGE`, message.envelope.clone());
    const counter = new Counter(message, `${prefix}FOREACH_COUNTER`);
    const loop = new Loop(message, itemsOf(expression, message), counter, options.continueLoopOnFailure);
    return loop.run((inner) => find(inner)(inner));
  };
}

function itemsOf(expression: CompiledExpression, message: Message): LoopItems {
  switch (expression.language) {
    case 'jsonpath':
      return jsonItems(expression, message);
    case 'xpath':
      return xmlItems(expression, message);
    default:
      throw new Fault('foreach takes XPath and json-eval as expression, no ${…} expression');
  }
}

function findSequence({ sequence, inlineSequence }: LoopOptions, load: Load): (message: Message) => Run {
  if (sequence === undefined) {
    const run = inlineSequence && load.inlineSequence(inlineSequence);
    return () => run ?? fail("Couldn't find sequence information");
  }
  return (message) => {
    const found = artifactsOf(message).sequence(sequence);
    if (!found) return fail(`Couldn't find the sequence named : ${sequence}`);
    if (!found.mediators.some((name) => notInLoop.includes(name))) return found.run;
    return fail('ForEach: Referred sequence cannot contain Call, Send or CallOut mediators');
  };
}

function fail(reason: string): never {
  throw new Fault(reason);
}

/** The property that counts the items that are done; during an item it is the item's index. */
class Counter {
  #count = 0;

  constructor(
    private readonly message: Message,
    private readonly name: string,
  ) {
    this.#set();
  }

  raise(): void {
    this.#count++;
    this.#set();
  }

  #set(): void {
    this.message.properties.set(this.name, new JavaNumber('int', this.#count));
  }
}

/** One message on its way through the loop. */
class Loop {
  #stopped = false;

  constructor(
    private readonly message: Message,
    private readonly items: LoopItems,
    private readonly counter: Counter,
    private readonly continueOnFailure: boolean,
  ) {}

  run(item: Run): Outcome | Promise<Outcome> {
    const options = { count: this.items.count, limit: 1, stopped: () => this.#stopped };
    const work = runInTurn(options, (index) => this.#item(index, item));
    return work ? work.then(() => this.#finish()) : this.#finish();
  }

  #item(index: number, item: Run): void | Promise<void> {
    const { message } = this;
    const depth = depthOf(message);
    this.items.enter(index);
    let outcome: Outcome | Promise<Outcome>;
    try {
      outcome = item(message);
    } catch (thrown) {
      return this.#failed(thrown, depth);
    }
    if (typeof outcome === 'boolean') return this.#done(outcome);
    return outcome.then(
      (end) => this.#done(end),
      (thrown: unknown) => this.#failed(thrown, depth),
    );
  }

  #done(outcome: Outcome): void {
    this.items.leave();
    this.counter.raise();
    this.#stopped = !outcome && !this.continueOnFailure;
  }

  #failed(thrown: unknown, depth: Depth): void {
    if (!this.continueOnFailure) throw thrown;
    restoreDepth(this.message, depth);
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const text = `Error occurred while mediating the sequence for the foreach mediator, ${reason}`;
    this.message.log('error', `${text}. Continuing with the remaining.`);
    if (this.items.skip()) this.counter.raise();
  }

  #finish(): Outcome {
    this.items.finish();
    return CONTINUE;
  }
}

/** How deep a message is in lists, handlers and templates; a fault that is caught leaves what lay inside. */
interface Depth {
  readonly lists: number;
  readonly handlers: number;
  readonly templates: number;
}

function depthOf({ continuations, faultHandlers, templateParameters }: Message): Depth {
  return {
    lists: continuations.length,
    handlers: faultHandlers.length,
    templates: templateParameters.length,
  };
}

function restoreDepth({ continuations, faultHandlers, templateParameters }: Message, depth: Depth): void {
  continuations.length = depth.lists;
  faultHandlers.length = depth.handlers;
  templateParameters.length = depth.templates;
}
