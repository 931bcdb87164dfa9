import type { Place, Report } from '../errors/index.js';
import {
  type AllowedLanguages,
  type CompiledExpression,
  compileDynamic,
  compileExpression,
  compileJavaRegex,
  type DynamicText,
  type ExpressionContext,
  type JavaRegex,
} from '../expressions/index.js';
import type { ArtifactAttribute, ArtifactElement } from '../xml/index.js';
import { badValue, type Kind, type RawText, type ReadContext } from './kind.js';

/** The context of an expression in an attribute. */
export function rawContext(attribute: ArtifactAttribute, owner: ArtifactElement, report: Report): ExpressionContext {
  return { namespaces: owner.namespaces, place: (offset) => attribute.placeAt(offset), report };
}

/** The context of an expression or template in the direct text of an element; offsets count in `element.text()`. */
export function textContext(element: ArtifactElement, report: Report): ExpressionContext {
  const texts = element.children.filter((child) => child.kind === 'text');
  const place = (offset: number): Place => {
    let start = 0;
    for (const text of texts) {
      if (offset <= start + text.value.length) return text.placeAt(offset - start);
      start += text.value.length;
    }
    return element.place;
  };
  return { namespaces: element.namespaces, place, report };
}

function contextOf(raw: RawText, { report }: ReadContext): ExpressionContext {
  return { namespaces: raw.owner.namespaces, place: (offset) => raw.placeAt(offset), report };
}

/** An expression: XPath, `json-eval(…)` or `${…}`, as far as the place takes them. Default: all three. */
export function expressionKind(allow?: AllowedLanguages): Kind<CompiledExpression> {
  return {
    type: allow && !allow.jsonpath && !allow.synapse ? 'XPath' : 'expression',
    parse(raw, context) {
      if (raw.value.trim() === '') return badValue(raw, context, 'it must not be empty');
      return compileExpression(raw.value, contextOf(raw, context), allow);
    },
  };
}

/** Text, or `{expression}`. */
export const dynamicKind: Kind<DynamicText> = {
  type: 'text or {expression}',
  parse: (raw, context) => compileDynamic(raw.value, contextOf(raw, context)),
};

/** A Java regular expression. */
export const javaRegexKind: Kind<JavaRegex> = {
  type: 'Java pattern',
  parse: (raw, context) => compileJavaRegex(raw.value, contextOf(raw, context)),
};
