import { type AnyMediator, artifactDeclarations } from '../../engine/compile/index.js';
import { Report } from '../../engine/errors/index.js';
import { type Shape, SYNAPSE_NAMESPACE } from '../../engine/grammar/index.js';
import { type ArtifactElement, parseArtifact } from '../../engine/xml/index.js';

/**
 * Every name that a declaration declares: `filter@xpath` for an attribute, `filter/then` for a child element,
 * `log@level=full` for one of the values of an attribute.
 */
export function declaredNames(shape: Shape, path: string): string[] {
  const attributes = Object.entries(shape.attributes ?? {}).flatMap(([name, { kind }]) => [
    `${path}@${name}`,
    ...(kind.values ?? []).map((value) => `${path}@${name}=${value}`),
  ]);
  const children = Object.entries(shape.children ?? {}).flatMap(([key, spec]) => {
    const child = `${path}/${spec.element ?? key}`;
    return [child, ...declaredNames(spec.shape, child)];
  });
  return [...attributes, ...children];
}

/** The declared names that artifacts use. Artifacts that are no XML use none. */
export function usedNames(artifacts: readonly string[], mediators: ReadonlyMap<string, AnyMediator>): Set<string> {
  const used = new Set<string>();
  for (const artifact of artifacts) {
    const root = parseArtifact(artifact, 'case', new Report());
    if (root) walk(root, artifactDeclarations.get(root.name));
  }
  return used;

  /** @param path undefined inside artifacts, whose own names are not asked for */
  function walk(element: ArtifactElement, shape: Shape | undefined, path?: string): void {
    for (const [name, { kind }] of Object.entries(shape?.attributes ?? {})) {
      const text = element.attribute(name)?.value;
      if (text === undefined || path === undefined) continue;
      used.add(`${path}@${name}`);
      const value = kind.values?.find((each) => each.toLowerCase() === text.trim().toLowerCase());
      if (value !== undefined) used.add(`${path}@${name}=${value}`);
    }
    for (const child of element.elements()) {
      if (child.namespace === SYNAPSE_NAMESPACE) walkChild(child, element, shape, path);
    }
  }

  function walkChild(child: ArtifactElement, owner: ArtifactElement, shape: Shape | undefined, path?: string): void {
    const declared = Object.entries(shape?.children ?? {}).find(([key, spec]) => (spec.element ?? key) === child.name);
    if (declared) {
      const below = path === undefined ? undefined : `${path}/${child.name}`;
      if (below !== undefined) used.add(below);
      walk(child, declared[1].shape, below);
      return;
    }
    // The sequence of a template holds its mediators and is none itself.
    const mediator = owner.name === 'template' ? undefined : mediators.get(child.name);
    if (mediator) walk(child, mediator, mediator.element);
    else walk(child, undefined);
  }
}
