export { bigDecimalText } from './big-decimal.js';
export { decodeText, encodeText, isKnownCharset, sameCharset } from './charset.js';
export { JavaNumber, type JavaNumberKind, javaDouble, javaFloat } from './java-number.js';
export { javaTrim, parseJavaDouble, parseJavaLong } from './java-parse.js';
