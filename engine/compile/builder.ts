import { createEndpoint, type Endpoint, readEndpoint } from '../endpoints/index.js';
import { Fault, type Place, Report } from '../errors/index.js';
import type { DeployTimeSource } from '../expressions/index.js';
import { mediatorList, type ReadContext, type Reference } from '../grammar/index.js';
import type { Message, Value } from '../message/index.js';
import { type Outcome, type Run, runNothing } from '../run/index.js';
import type { ArtifactElement } from '../xml/index.js';
import type { BranchValues, Load } from './load.js';
import type { AnyMediator } from './mediator.js';
import { compileList } from './mediators.js';
import { withOnError } from './on-error.js';
import { artifactsOf } from './table.js';

/** Sees each mediator run; set only where somebody traces, so that nobody else pays for it. */
export interface Tracer {
  /** Runs the mediator and returns its outcome. */
  around(
    step: { readonly label: string; readonly place: Place },
    message: Message,
    run: Run,
  ): Outcome | Promise<Outcome>;
}

/**
 * What runs in the place of a Java class: gets the message and the properties of the `class` element. `false` ends the
 * flow, an exception is a fault.
 */
export type ClassMediator = (message: Message, properties: ReadonlyMap<string, Value>) => Outcome | Promise<Outcome>;

/** What every artifact of a deployment is compiled with. */
export interface CompileOptions {
  /** The mediators by element name. */
  readonly mediators: ReadonlyMap<string, AnyMediator>;
  /** Functions for `class` mediators, by the name of the Java class that they stand for. Default none. */
  readonly classes?: ReadonlyMap<string, ClassMediator>;
  readonly tracer?: Tracer;
  /**
   * Values of `$SYSTEM:`, `$FILE:` and `${configs.}` parameters; one without a value is an error then. Without it (a check
   * of files alone) nothing is said of them.
   */
  readonly deployTime?: DeployTimeSource;
}

/** Compiles one artifact: collects its findings and references on the way. */
export class Builder {
  readonly report = new Report();
  readonly references: Reference[] = [];
  readonly readContext: ReadContext;

  constructor(readonly options: CompileOptions) {
    this.readContext = { report: this.report, reference: (reference) => this.references.push(reference) };
  }

  get mediators(): ReadonlyMap<string, AnyMediator> {
    return this.options.mediators;
  }

  /** What a mediator's compile step may use. */
  load(place: Place): Load {
    return {
      place,
      report: this.report,
      reference: (reference) => this.references.push(reference),
      classMediator: (name) => this.options.classes?.get(name),
      list: (mediators) => compileList(mediators, this),
      inlineSequence: (element) => this.inlineSequence(element),
      branch: (branch, role) => this.#branch(branch, role),
      endpoint: (element) => this.endpoint(element),
    };
  }

  /** Wraps a mediator for the tracer, when there is one. */
  traced(run: Run, element: ArtifactElement): Run {
    const { tracer } = this.options;
    if (!tracer) return run;
    const step = { label: element.name, place: element.place };
    return (message) => tracer.around(step, message, run);
  }

  /** A list of mediators with an optional `onError`. */
  inlineSequence(element: ArtifactElement): Run {
    const onError = element.attribute('onError');
    if (onError) this.references.push({ target: 'sequence', key: onError.value, place: onError.place });
    return withOnError(compileList(mediatorList(element), this), onError?.value);
  }

  /** Reads and creates the endpoint of an `<endpoint>` element. */
  endpoint(element: ArtifactElement): Endpoint | undefined {
    const { deployTime } = this.options;
    const definition = readEndpoint(element, deployTime ? { ...this.readContext, deployTime } : this.readContext);
    return definition && createEndpoint(definition);
  }

  #branch(branch: BranchValues | undefined, role: string): Run {
    if (!branch) return runNothing;
    const { sequence } = branch;
    if (sequence === undefined) return compileList(branch.body, this);
    return (message) => {
      const found = artifactsOf(message).sequence(sequence);
      if (!found) throw new Fault(`Couldn't find the referred ${role} with key : ${sequence}`);
      return found.run(message);
    };
  }
}
