export { bigDecimalText } from './big-decimal.js';
export { decodeText, encodeText, isKnownCharset, sameCharset } from './charset.js';
export { type FormQuery, type FormSource, formQuery, readForm, writeForm } from './form.js';
export { type HeaderValue, quoteParameter, readHeaderValue } from './header-value.js';
export { JavaNumber, type JavaNumberKind, javaDouble, javaFloat } from './java-number.js';
export { javaTrim, parseJavaDouble, parseJavaLong } from './java-parse.js';
export {
  binaryElement,
  decodeBase64,
  elementBytes,
  elementText,
  PAYLOAD_NAMESPACE,
  textElement,
} from './payload-element.js';
export { decodeFormValue, encodeFormValue, encodeQueryPart } from './percent.js';
export { type MultipartPart, readFormData, readMultipart } from './read-multipart.js';
export { FORM_DATA_NAMESPACE, type FormDataOptions, formDataContentType, writeFormData } from './write-multipart.js';
