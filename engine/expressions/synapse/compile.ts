import type { Message } from '../../message/index.js';
import type { ExpressionContext } from '../expression.js';
import { isSynapseContentAware } from './content-aware.js';
import { reportDoubts } from './doubts.js';
import { compileNode } from './evaluate.js';
import { parseSynapse } from './parse.js';
import type { Evaluate } from './path-text.js';
import { SynapseExpression } from './synapse-expression.js';
import type { SynapseNode } from './syntax.js';
import { SyntaxProblem } from './token-reader.js';
import { tokenize } from './tokens.js';
import { XPathCalls } from './xpath-calls.js';

/**
 * Compiles a Synapse expression. Syntax errors are findings; what is wrong with paths, patterns and kinds shows when the
 * expression runs, as in the reference engine.
 * @param text between `${` and `}`; the context's places count from its first character
 * @returns undefined after `expression/synapse-syntax`
 */
export function compileSynapse(text: string, context: ExpressionContext): SynapseExpression | undefined {
  const node = parse(text, context);
  if (!node) return undefined;
  reportDoubts(node, context);
  const xpath = new XPathCalls(context);
  const contentAware = isSynapseContentAware(text, (path) => xpath.compile(path)?.contentAware ?? false);
  const evaluate = compileNode(node, xpath);
  const whole = text.trim() === 'payload' || text.trim() === '$';
  const run = whole ? wholePayload(evaluate, xpath) : evaluate;
  return new SynapseExpression(`\${${text}}`, contentAware, context.place(0), run);
}

function parse(text: string, context: ExpressionContext): SynapseNode | undefined {
  const tokens = tokenize(text, (piece) =>
    context.report.add('expression/ignored-character', context.place(piece.offset), {
      text: JSON.stringify(piece.text),
    }),
  );
  try {
    return parseSynapse(tokens);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    const { reason, offset, hint } = error;
    context.report.add('expression/synapse-syntax', context.place(offset), { reason }, hint);
    return undefined;
  }
}

/** `${payload}` of a message with content type application/xml is the SOAP body element. */
function wholePayload(evaluate: Evaluate, xpath: XPathCalls): Evaluate {
  return (message, native) => (isXml(message) ? xpath.select(message, '$body', native) : evaluate(message, native));
}

function isXml(message: Message): boolean {
  const type = message.getProperty('axis2', 'ContentType');
  return typeof type === 'string' && type.includes('application/xml');
}
