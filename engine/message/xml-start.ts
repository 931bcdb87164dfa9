/** What stands at the top of an XML text. */
export interface XmlStart {
  /** Offset of the root element's `<`. */
  readonly offset: number;
  /** Name of the root element as written. */
  readonly name: string;
  /** Encoding of the XML declaration. */
  readonly encoding: string | undefined;
  readonly doctype: boolean;
}

const declaration = /^\uFEFF?<\?xml\s[^>]*\?>/;
const encodingOf = /\bencoding\s*=\s*["']([^"']+)["']/;
const between = /\s+|<!--(?:(?!--)[\s\S])*-->|<\?(?!xml\s)[\s\S]*?\?>/y;
const doctypeOf = /<!DOCTYPE\s[^[>]*(?:\[[^\]]*\]\s*)?>/y;
const rootTag = /<([^\s/>=<&"']+)(?:\s+[^\s/>=<&"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*\/?>/y;

/**
 * Reads an XML text as far as the root element's start tag, which is as far as the reference engine reads when it
 * builds a message. Undefined when the text breaks before that.
 */
export function readXmlStart(text: string): XmlStart | undefined {
  const head = declaration.exec(text)?.[0] ?? '';
  let at = head.length || (text.charCodeAt(0) === 0xfeff ? 1 : 0);
  let doctype = false;
  for (;;) {
    between.lastIndex = at;
    if (between.test(text)) {
      at = between.lastIndex;
      continue;
    }
    doctypeOf.lastIndex = at;
    if (doctype || !doctypeOf.test(text)) break;
    doctype = true;
    at = doctypeOf.lastIndex;
  }
  rootTag.lastIndex = at;
  const tag = rootTag.exec(text);
  return tag ? { offset: at, name: tag[1]!, encoding: encodingOf.exec(head)?.[1], doctype } : undefined;
}
