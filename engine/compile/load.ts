import type { Endpoint } from '../endpoints/index.js';
import type { Place, Report } from '../errors/index.js';
import type { MediatorList, Reference } from '../grammar/index.js';
import type { Run } from '../run/index.js';
import type { ArtifactElement } from '../xml/index.js';
import type { ClassMediator } from './builder.js';

/** A branch as the grammar reads it: the name of a sequence, or mediators of its own. */
export interface BranchValues {
  readonly sequence?: string | undefined;
  readonly body: MediatorList;
}

/** What the compiler hands to a mediator's `compile`. Names are looked up through `artifactsOf(message)` at run time. */
export interface Load {
  /** The mediator's element. */
  readonly place: Place;
  readonly report: Report;
  /** Notes a static reference, for linking; kinds of key attributes do it by themselves. */
  reference(reference: Reference): void;
  /** The function that is registered for a Java class. */
  classMediator(name: string): ClassMediator | undefined;
  /** Compiles a list of mediators. */
  list(mediators: MediatorList): Run;
  /** Compiles an inline list that may carry `onError`, as inSequence, target and foreach sequences do. */
  inlineSequence(element: ArtifactElement): Run;
  /**
   * Compiles a branch; an absent one does nothing.
   * @param role how a missing sequence is called in the fault: `then sequence`
   */
  branch(branch: BranchValues | undefined, role: string): Run;
  /** The endpoint of an `<endpoint>` child: inline, by key, or by expression. Undefined when it has errors. */
  endpoint(element: ArtifactElement): Endpoint | undefined;
}
