/** In front of a name that starts with a digit. */
const beforeDigit = '_JsonReader_PD_';
/** In place of the `$` that a name starts with. */
const forDollar = '_JsonReader_PS_';
/** In front of the code of a character that no XML name may hold; `_` follows. */
const beforeCode = '_JsonReader_';

const notInNames =
  /[^-._0-9A-Za-z\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c-\u200d\u203f\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd]/g;

/**
 * The local name of the element for a JSON member: a leading digit or `$` is written as prefix.
 * @param validNames write other characters that no XML name may hold as their codes too; else they stay as they are
 */
export function elementName(key: string, validNames = false): string {
  const name = /^\p{Nd}/u.test(key) ? beforeDigit + key : key.startsWith('$') ? forDollar + key.slice(1) : key;
  return validNames ? name.replace(notInNames, (character) => `${beforeCode}${character.charCodeAt(0)}_`) : name;
}

/**
 * The JSON member for an element's local name: undoes `elementName`.
 * @param validNames also undo codes
 */
export function memberName(name: string, validNames = false): string {
  if (!name.includes(beforeCode)) return name;
  if (name.startsWith(beforeDigit)) return decodeCodes(name.slice(beforeDigit.length), validNames);
  if (name.startsWith(forDollar)) return `$${decodeCodes(name.slice(forDollar.length), validNames)}`;
  return decodeCodes(name, validNames);
}

function decodeCodes(name: string, validNames: boolean): string {
  if (!validNames) return name;
  return name.replace(/_JsonReader_([0-9]{1,5})_/g, (whole, code: string) =>
    Number(code) > 0 && Number(code) <= 0xffff ? String.fromCharCode(Number(code)) : whole,
  );
}
