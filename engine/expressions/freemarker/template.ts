import type { TemplateSyntax } from './build-statements.js';
import { defineMacros } from './call-macro.js';
import { Environment, type FtlSurroundings } from './environment.js';
import { execute } from './execute.js';
import { FtlSyntaxError } from './failure.js';
import { outputFormat, UNDEFINED_FORMAT } from './output-format.js';
import { readTemplate } from './template-syntax.js';
import { type UnknownName, unknownNames } from './unknown-names.js';
import type { NamespacePrefixes } from './xml-model.js';

/**
 * A FreeMarker template: the language of FreeMarker 2.3 but for `#visit`, `#recurse`, `#transform`, `?new`, `?api`,
 * `?interpret`, XPath inside of hashes and other languages than English.
 */
export class FreeMarkerTemplate {
  readonly #text: string;
  readonly #syntax: TemplateSyntax;

  /** @throws FtlSyntaxError */
  constructor(text: string) {
    this.#text = text;
    this.#syntax = readTemplate(text);
  }

  /** Prefixes for the names of XML, as the template declares them. */
  get namespacePrefixes(): NamespacePrefixes {
    return this.#syntax.header.namespacePrefixes;
  }

  /** Variables that are missing whatever the message is, unless they are among the known ones. */
  unknownNames(known: ReadonlySet<string>): UnknownName[] {
    return unknownNames(this.#syntax, known);
  }

  /**
   * Fills the template.
   * @throws FtlFailure, FtlStop
   */
  fill(surroundings: FtlSurroundings): string {
    const { header, body, macros } = this.#syntax;
    const format = outputFormat(header.outputFormat) ?? UNDEFINED_FORMAT;
    const environment = new Environment(this.#text, header, format, surroundings);
    try {
      defineMacros(macros, environment);
      execute(body, environment);
      return environment.output;
    } catch (thrown) {
      // An included template, or a text that was evaluated, is read while the template runs.
      if (thrown instanceof FtlSyntaxError) throw environment.fail({ start: 0 }, thrown.reason);
      throw thrown;
    }
  }
}
