import { escapeHtml, escapeXml } from '../output-format.js';
import { type BuiltIns, text } from './call.js';

/** Built-ins that make a string fit for somewhere. */
export const escapeBuiltIns: BuiltIns = {
  html: (call) => escapeHtml(text(call)),
  web_safe: (call) => escapeHtml(text(call)),
  xhtml: (call) => escapeHtml(text(call), '&#39;'),
  xml: (call) => escapeXml(text(call)),
  rtf: (call) => text(call).replace(/[\\{}]/g, '\\$&'),
  j_string: (call) => escapeJava(text(call)),
  js_string: (call) => escapeScript(text(call), false),
  json_string: (call) => escapeScript(text(call), true),
  url: (call) => encodeUrl(text(call), false),
  url_path: (call) => encodeUrl(text(call), true),
};

/** As `encodeURIComponent`, but for the characters that FreeMarker leaves alone. */
function encodeUrl(value: string, isPath: boolean): string {
  return value.replace(isPath ? /[^A-Za-z0-9_\-.!~'()*/]/gu : /[^A-Za-z0-9_\-.!~'()*]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\\': '\\\\',
  '"': '\\"',
};

function escapeJava(value: string): string {
  return value.replace(/[\u0000-\u001f\\"]/g, (character) => SIMPLE[character] ?? unicode(character));
}

/** For the inside of a string in JavaScript or JSON, safe in HTML too. */
function escapeScript(value: string, json: boolean): string {
  return value
    .replace(
      /[\u0000-\u001f\\"]/g,
      (character) => SIMPLE[character] ?? (json ? unicode(character) : hexadecimal(character)),
    )
    .replace(/'/g, json ? "'" : "\\'")
    .replace(/<\//g, '<\\/')
    .replace(/<(?=[!?])/g, json ? '\\u003C' : '\\x3C')
    .replace(/\]\]>/g, json ? ']]\\u003E' : ']]\\x3E')
    .replace(/-->/g, json ? '--\\u003E' : '--\\x3E')
    .replace(/[\u2028\u2029\u007f-\u009f]/g, unicode)
    .replace(/^>/, json ? '\\u003E' : '\\x3E')
    .replace(/^\//, '\\/');
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function hexadecimal(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
