import type { ExpressionContext } from '../expression.js';
import { compileInnerExpressions } from './inner-expressions.js';
import { JsonPath, parseJsonPath } from './json-path.js';
import { JsonPathExpression } from './jsonpath-expression.js';
import { parsePath } from './parse-path.js';
import { PathSyntaxError } from './path-syntax.js';
import { readPropertySource } from './source.js';

/**
 * Compiles the inside of `json-eval(...)`: a path over the body, `$ctx:`, `$trp:` or `$axis2:` with a property and a
 * path behind it, either with expressions in braces.
 * @param context its places count from the first character of `text`
 * @returns undefined after a finding: `expression/jsonpath-syntax`, or `expression/regex-unsupported` for a filter
 */
export function compileJsonPath(text: string, context: ExpressionContext): JsonPathExpression | undefined {
  // A final dot means nothing: `$.` is `$`.
  const trimmed = text.endsWith('.') ? text.slice(0, -1) : text;
  const property = readPropertySource(trimmed);
  const length = property?.length ?? 0;
  const rest = trimmed.slice(length);
  const propertyOnly = property !== undefined && rest === '';
  const path = propertyOnly ? parseJsonPath('$') : checkedPath(rest, length, context);
  if (!path) return undefined;
  const { namespaces, report } = context;
  const inner = compileInnerExpressions(rest, { namespaces, report, place: (at) => context.place(at + length) });
  return new JsonPathExpression({
    pathText: text,
    place: context.place(0),
    property: property?.source,
    propertyOnly,
    path: inner ? undefined : path,
    inner,
  });
}

/** The path is checked as it stands, also where parts will be filled in: the reference does so. */
function checkedPath(rest: string, start: number, context: ExpressionContext): JsonPath | undefined {
  try {
    const path = start > 0 ? parsePath(`$${rest}`, start - 1) : parsePath(rest);
    const ignored = path.ignoredTail;
    if (ignored !== undefined) {
      context.report.add('expression/jsonpath-ignored', context.place(ignored), { text: rest[ignored - start]! });
    }
    return new JsonPath(path);
  } catch (error) {
    if (!(error instanceof PathSyntaxError)) throw error;
    const place = context.place(error.offset);
    if (error.unsupported) context.report.add('expression/regex-unsupported', place, { construct: error.reason });
    else context.report.add('expression/jsonpath-syntax', place, { reason: error.reason });
    return undefined;
  }
}
