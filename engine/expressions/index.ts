export type { Expression, ExpressionContext, ExpressionLanguage } from './expression.js';
export { compileJavaDate, DatePatternError, type DatePrinter, formatJavaDate } from './java-date.js';
