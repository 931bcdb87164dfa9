import { type FindingCode, type FindingValues, finding, formatPlace, nearestName } from '../errors/index.js';
import { readShape, SYNAPSE_NAMESPACE } from '../grammar/index.js';
import type { ArtifactElement } from '../xml/index.js';
import type { AnyArtifact, CompiledArtifact } from './artifact.js';
import { artifactDeclarations } from './artifacts/index.js';
import { Builder, type CompileOptions } from './builder.js';

/**
 * Compiles a root element: one artifact, or all those of a `<definitions>`. Never throws for bad input: what is wrong
 * stands in the findings of the artifact, and an artifact with errors has no product.
 */
export function compileArtifacts(root: ArtifactElement, options: CompileOptions): CompiledArtifact[] {
  if (root.name !== 'definitions' || root.namespace !== SYNAPSE_NAMESPACE) return [compileArtifact(root, options)];
  const children = root.elements().filter(({ name }) => name !== 'description');
  const registry = children.find(({ name }) => name === 'registry');
  return children.map((child) =>
    child.name === 'registry' && registry && child !== registry
      ? secondRegistry(child, registry)
      : compileArtifact(child, options, 'deploy/misplaced-artifact'),
  );
}

/** A configuration has one registry (configuration sheet 2.1). */
function secondRegistry(element: ArtifactElement, first: ArtifactElement): CompiledArtifact {
  const name = element.attribute('provider')?.value ?? '';
  return refusedArtifact(element, 'deploy/duplicate', { kind: 'registry', name, other: formatPlace(first.place) });
}

function compileArtifact(
  element: ArtifactElement,
  options: CompileOptions,
  unknownCode: 'grammar/unknown-root' | 'deploy/misplaced-artifact' = 'grammar/unknown-root',
): CompiledArtifact {
  const declaration = element.namespace === SYNAPSE_NAMESPACE ? artifactDeclarations.get(element.name) : undefined;
  if (!declaration) return unknownArtifact(element, unknownCode);
  const builder = new Builder(options);
  const product = build(declaration, element, builder);
  const { report, references } = builder;
  const name = product?.name ?? element.attribute('name')?.value ?? element.attribute('key')?.value ?? '';
  return {
    element: element.name,
    name,
    place: element.place,
    product: report.failed ? undefined : product,
    findings: report.findings,
    references,
  };
}

function build(declaration: AnyArtifact, element: ArtifactElement, builder: Builder) {
  const values = readShape(declaration, element, builder.readContext);
  // `values` were read by this declaration's own shape, which its erased compile asks for.
  return values && declaration.compile(values as never, builder);
}

function unknownArtifact(
  element: ArtifactElement,
  code: 'grammar/unknown-root' | 'deploy/misplaced-artifact',
): CompiledArtifact {
  const near = nearestName(element.name, artifactDeclarations.keys());
  const hint =
    near === element.name ? `Artifacts are in the namespace ${SYNAPSE_NAMESPACE}.` : near && `Did you mean ${near}?`;
  return refusedArtifact(element, code, { name: `{${element.namespace}}${element.name}` }, hint);
}

/** An artifact that is not even read. */
function refusedArtifact(
  element: ArtifactElement,
  code: FindingCode,
  values: FindingValues,
  hint?: string,
): CompiledArtifact {
  return {
    element: element.name,
    name: element.attribute('name')?.value ?? '',
    place: element.place,
    product: undefined,
    findings: [finding(code, element.place, values, hint)],
    references: [],
  };
}
