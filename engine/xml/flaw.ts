/** Why a text is not taken as an artifact: what is wrong, and the offset of the character where it shows. */
export interface XmlFlaw {
  readonly kind: 'malformed' | 'doctype' | 'too-deep' | 'empty';
  readonly reason: string;
  readonly offset: number;
}

/** Where saxes stopped. */
export interface Stop {
  readonly text: string;
  /** The offset of the character that it read last. */
  readonly at: number;
  /** The name of the element that was closed last. */
  readonly closed: string;
  /** The offset of the innermost open element. */
  readonly open: number | undefined;
  /** The offset of the second attribute of a name in the tag that is being read. */
  twin(name: string): number | undefined;
}

type Explanation = (stop: Stop, name: string) => { reason: string; offset?: number };

const entityStart = ({ text, at }: Stop): number => text.lastIndexOf('&', at);
const endTagStart = ({ text, at }: Stop): number => text.lastIndexOf('</', at);

/** What to say of each complaint of saxes (without its full stop), at the character where an author sees it. */
const explanations: Readonly<Record<string, Explanation>> = {
  'unexpected close tag': (stop) => ({
    reason: `the end tag ${stop.text.slice(endTagStart(stop), stop.at + 1)} does not close <${stop.closed}>`,
    offset: endTagStart(stop),
  }),
  'unmatched closing tag': (stop, name) => ({
    reason: `the end tag </${name}> closes no element`,
    offset: endTagStart(stop),
  }),
  'unclosed tag': ({ text, open }, name) =>
    unfinished(text) ?? bareAmpersand(text) ?? { reason: `the element <${name}> is not closed`, offset: open },
  'unexpected end': ({ text }) => unfinished(text) ?? bareAmpersand(text) ?? { reason: 'the file ends too early' },
  'text data outside of root node': (stop) => ({
    reason: 'there is text outside the root element',
    offset: textStart(stop),
  }),
  'documents may contain only one root': ({ text, at }) => ({
    reason: 'there is a second root element',
    offset: text.lastIndexOf('<', at),
  }),
  'disallowed character in tag name': ({ text, at }) =>
    text[at - 1] === '<'
      ? { reason: '"<" does not begin a tag here; as a character it is written &lt;', offset: at - 1 }
      : { reason: `${describe(text, at)} is not allowed in the name of an element` },
  'disallowed character in attribute name': ({ text, at }) =>
    text[at] === '/' || text[at] === '>'
      ? { reason: 'an attribute has no value' }
      : { reason: `${describe(text, at)} is not allowed here inside a tag` },
  'disallowed character in closing tag': ({ text, at }) => ({
    reason: `${describe(text, at)} is not allowed here inside an end tag`,
  }),
  'disallowed character': ({ text, at }) =>
    text[at] === '<'
      ? { reason: '"<" is not allowed in an attribute value; a quote is missing before it, or it is written &lt;' }
      : { reason: `${describe(text, at)} is not allowed in XML` },
  'attribute without value': () => ({ reason: 'an attribute has no value' }),
  'unquoted attribute value': () => ({ reason: 'the value of an attribute is not quoted' }),
  'no whitespace between attributes': () => ({ reason: 'a blank is missing between two attributes' }),
  'duplicate attribute': (stop, name) => ({ reason: `the attribute ${name} stands twice`, offset: stop.twin(name) }),
  'undefined entity': (stop) => ({
    reason: `the entity ${stop.text.slice(entityStart(stop), stop.at + 1)} is not known`,
    offset: entityStart(stop),
  }),
  'empty entity name': ({ text }) => bareAmpersand(text) ?? { reason: 'a reference has no name' },
  'disallowed character in entity name': ({ text }) => bareAmpersand(text) ?? { reason: 'a reference is no name' },
  'malformed character entity': (stop) => ({
    reason: 'the character reference does not name a character',
    offset: entityStart(stop),
  }),
  'malformed comment': ({ at }) => ({ reason: '"--" is not allowed inside a comment', offset: at - 2 }),
  'the string "]]>" is disallowed in char data': ({ at }) => ({
    reason: '"]]>" is not allowed in text',
    offset: at - 2,
  }),
  'an XML declaration must be at the start of the document': (stop) => lateDeclaration(stop),
  'the XML declaration must appear at the start of the document': (stop) => lateDeclaration(stop),
};

/** Turns a complaint of saxes into a flaw that helps the author. */
export function explainFlaw(problem: string, stop: Stop): XmlFlaw {
  if (problem === 'document must contain a root element') {
    const cut = unfinished(stop.text);
    return cut ? { kind: 'malformed', ...cut } : { kind: 'empty', reason: problem, offset: 0 };
  }
  const [, named = problem, name = ''] = /^([a-z ]+): (.*)$/.exec(problem) ?? [];
  const { reason, offset = stop.at } = explanations[named]?.(stop, name) ?? { reason: problem };
  return { kind: 'malformed', reason, offset };
}

/** The first `&` of a text that begins no reference. saxes reads on to the next `;`, however far that is. */
function bareAmpersand(text: string): { reason: string; offset: number } | undefined {
  for (const { 0: found, index: offset } of text.matchAll(NO_REFERENCE)) {
    if (found === '&') {
      return { reason: '"&" does not begin a reference here; as a character it is written &amp;', offset };
    }
  }
  return undefined;
}

/** What may hold `&` freely, or a `&` without name and semicolon. */
const NO_REFERENCE =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|&(?!#\d+;|#x[\da-f]+;|[\p{L}_:][\p{L}\p{N}_:.-]*;)/giu;

function lateDeclaration({ text, at }: Stop): { reason: string; offset: number } {
  return { reason: 'the XML declaration is not at the start of the file', offset: text.lastIndexOf('<?', at) };
}

/** The first character, blanks left out, of the text that ends where saxes stopped. */
function textStart({ text, at }: Stop): number {
  const after = text.lastIndexOf('>', at - 1) + 1;
  return after + /^\s*/.exec(text.slice(after))![0].length;
}

/** A tag, comment or section that the end of the file cut off. */
function unfinished(text: string): { reason: string; offset: number } | undefined {
  for (const [begin, end, name] of [
    ['<!--', '-->', 'comment'],
    ['<![CDATA[', ']]>', 'CDATA section'],
    ['<', '>', 'tag'],
  ] as const) {
    const offset = text.lastIndexOf(begin);
    if (offset >= 0 && text.indexOf(end, offset + begin.length) < 0) {
      return { reason: `the file ends inside a ${name}`, offset };
    }
  }
  return undefined;
}

/** A character for a message: itself, or its number when it cannot be seen. */
function describe(text: string, offset: number): string {
  const code = text.codePointAt(offset);
  if (code === undefined) return 'the end of the file';
  if (code > 0x20 && code < 0x7f) return `"${String.fromCodePoint(code)}"`;
  return `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
