export { JavaNumber, type JavaNumberKind, javaDouble, javaFloat } from './java-number.js';
