import type { Place } from '../errors/index.js';
import type { ArtifactAttribute, ArtifactElement, ArtifactNode, ArtifactText, XmlElement } from '../xml/index.js';

/** Java system properties, for `{system.prop.NAME}` in replaced values. */
export type SystemProperties = (name: string) => string | undefined;

/**
 * An element as its template means it: attribute values and texts that are `$` and the name of a parameter are replaced
 * as a whole (endpoints sheet 1.6). Places stay those of the template.
 */
export function filledIn(
  element: ArtifactElement,
  values: ReadonlyMap<string, string>,
  systemProperty: SystemProperties,
): ArtifactElement {
  return new FilledElement(element, undefined, values, systemProperty);
}

class FilledElement implements ArtifactElement {
  readonly kind = 'element';
  readonly attributes: readonly ArtifactAttribute[];
  readonly children: readonly ArtifactNode[];

  constructor(
    readonly source: ArtifactElement,
    readonly parent: ArtifactElement | undefined,
    values: ReadonlyMap<string, string>,
    systemProperty: SystemProperties,
  ) {
    this.attributes = source.attributes.map((attribute) => {
      const value = replacement(attribute.value, values);
      return value === undefined ? attribute : replaced(attribute, insertSystem(value, systemProperty));
    });
    this.children = source.children.map((child) => {
      if (child.kind === 'element') return new FilledElement(child, this, values, systemProperty);
      const value = child.kind === 'text' ? replacement(child.value.trim(), values) : undefined;
      return value === undefined ? child : replaced(child as ArtifactText, value);
    });
  }

  get name(): string {
    return this.source.name;
  }

  get prefix(): string {
    return this.source.prefix;
  }

  get qualifiedName(): string {
    return this.source.qualifiedName;
  }

  get namespace(): string {
    return this.source.namespace;
  }

  get place(): Place {
    return this.source.place;
  }

  get namespaces(): ReadonlyMap<string, string> {
    return this.source.namespaces;
  }

  get inScope(): ReadonlyMap<string, string> {
    return this.source.inScope;
  }

  attribute(name: string): ArtifactAttribute | undefined {
    return this.attributes.find((attribute) => attribute.name === name && attribute.namespace === '');
  }

  elements(): ArtifactElement[] {
    return this.children.filter((child) => child.kind === 'element');
  }

  text(): string {
    return this.children.map((child) => (child.kind === 'text' ? child.value : '')).join('');
  }

  toLight(): XmlElement {
    // Nothing of an endpoint ends up in a message.
    return this.source.toLight();
  }
}

function replacement(value: string, values: ReadonlyMap<string, string>): string | undefined {
  return value.startsWith('$') ? values.get(value.slice(1)) : undefined;
}

function insertSystem(value: string, systemProperty: SystemProperties): string {
  return value.replace(/\{system\.prop\.([^{}]+)\}/g, (whole, name: string) => systemProperty(name) ?? whole);
}

/** The same thing with another value; its places all are the place of the parameter. */
function replaced<T extends ArtifactAttribute | ArtifactText>(original: T, value: string): T {
  const { place } = original;
  return Object.assign(Object.create(Object.getPrototypeOf(original) as object), original, {
    value,
    placeAt: () => place,
  }) as T;
}
