export type { Expression, ExpressionContext, ExpressionLanguage } from './expression.js';
