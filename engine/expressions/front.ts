import type { ExpressionContext, ExpressionLanguage } from './expression.js';
import { compileJsonPath, type JsonPathExpression } from './jsonpath/index.js';
import { compileSynapse, type SynapseExpression } from './synapse/index.js';
import { compileXPath, type XPathExpression } from './xpath/index.js';

/** An expression of any language; `language` tells which, and with it what else the expression offers. */
export type CompiledExpression = XPathExpression | JsonPathExpression | SynapseExpression;

/** The languages that a place takes. */
export type AllowedLanguages = Readonly<Partial<Record<ExpressionLanguage, boolean>>>;

const jsonPathStart = 'json-eval(';
const synapseStart = '${';

/**
 * Compiles the text of an expression attribute. The text, untrimmed, says which language it is in: `json-eval(...)`
 * (whatever its last character), `${...}`, and XPath for anything else. Where JSONPath alone is allowed, its wrapper may be
 * left out.
 * @param context its places count from the first character of the text
 * @param allowed the languages that the place takes; default: all
 * @returns undefined after a finding: a syntax error, or `expression/not-allowed`
 */
export function compileExpression(
  text: string,
  context: ExpressionContext,
  allowed: AllowedLanguages = { xpath: true, jsonpath: true, synapse: true },
): CompiledExpression | undefined {
  const language = isBareJsonPath(text, allowed) ? 'jsonpath' : languageOf(text);
  if (!allowed[language]) {
    context.report.add('expression/not-allowed', context.place(0), { language: languageNames[language] });
    return undefined;
  }
  if (language === 'xpath') return compileXPath(text, context);
  if (language === 'synapse') return compileSynapse(text.slice(2, -1), shifted(context, synapseStart.length));
  if (!text.startsWith(jsonPathStart)) return compileJsonPath(text, context);
  return compileJsonPath(text.slice(jsonPathStart.length, -1), shifted(context, jsonPathStart.length));
}

/** The names of the languages in findings. */
const languageNames: Readonly<Record<ExpressionLanguage, string>> = {
  xpath: 'XPath',
  jsonpath: 'JSONPath',
  synapse: 'Synapse',
};

/** The language that an untrimmed text is in. */
export function languageOf(text: string): ExpressionLanguage {
  if (text.startsWith(jsonPathStart)) return 'jsonpath';
  return text.startsWith(synapseStart) && text.endsWith('}') ? 'synapse' : 'xpath';
}

function isBareJsonPath(text: string, { xpath, jsonpath, synapse }: AllowedLanguages): boolean {
  return jsonpath === true && !xpath && !synapse && languageOf(text) === 'xpath';
}

/** The context of a text that starts further on. */
export function shifted(context: ExpressionContext, by: number): ExpressionContext {
  return { namespaces: context.namespaces, report: context.report, place: (offset) => context.place(offset + by) };
}
