import { nearestName } from '../errors/index.js';
import { type MediatorList, readShape, SYNAPSE_NAMESPACE } from '../grammar/index.js';
import { type Run, runInOrder, type Step } from '../run/index.js';
import type { ArtifactElement } from '../xml/index.js';
import type { Builder } from './builder.js';
import type { AnyMediator } from './mediator.js';
import { isReferenceMediator } from './reference-names.js';

/** Where mediators that run Java name their class. */
const javaClassAttributes: Readonly<Record<string, string>> = {
  annotatedCommand: 'name',
  bean: 'class',
  ejb: 'class',
  pojoCommand: 'name',
};

/** Compiles a list of mediators into one closure. Mediators with errors are reported and left out. */
export function compileList(list: MediatorList, builder: Builder): Run {
  const steps: Step[] = [];
  for (const element of list.elements) {
    const step = compileMediator(element, builder);
    if (step) steps.push(step);
  }
  return runInOrder(steps);
}

/** Reads, checks and compiles one mediator; undefined when it has errors or is not known. */
function compileMediator(element: ArtifactElement, builder: Builder): Step | undefined {
  const declaration = element.namespace === SYNAPSE_NAMESPACE ? builder.mediators.get(element.name) : undefined;
  if (!declaration) return reportUnknown(element, builder);
  const before = builder.report.findings.length;
  const values = readShape(declaration, element, builder.readContext);
  if (!values) return undefined;
  // `values` were read by this declaration's own shape, which its erased functions ask for.
  const own = values as never;
  declaration.check?.(own, builder.report);
  const findings = builder.report.findings.slice(before);
  if (findings.some((found) => found.severity === 'error')) return undefined;
  const run = declaration.compile(own, builder.load(element.place));
  const contentAware = isContentAware(declaration, own);
  return { run: builder.traced(run, element), contentAware, label: element.name, place: element.place };
}

function isContentAware(declaration: AnyMediator, values: never): boolean {
  const aware = declaration.contentAware;
  return typeof aware === 'function' ? aware(values) : (aware ?? false);
}

function reportUnknown(element: ArtifactElement, builder: Builder): undefined {
  const name = `{${element.namespace}}${element.name}`;
  if (element.namespace === SYNAPSE_NAMESPACE && isReferenceMediator(element.name)) {
    builder.report.add('grammar/unsupported-mediator', element.place, { name: element.name });
    const javaClass = element.attribute(javaClassAttributes[element.name] ?? '');
    if (javaClass) builder.report.add('deploy/missing-class', javaClass.place, { class: javaClass.value });
    return undefined;
  }
  const near = nearestName(element.name, builder.mediators.keys());
  const hint =
    near === element.name ? `Mediators are in the namespace ${SYNAPSE_NAMESPACE}.` : near && `Did you mean ${near}?`;
  builder.report.add('grammar/unknown-mediator', element.place, { name }, hint);
  return undefined;
}
