/** Makes something of a text that stands under a name; '' = none. */
export type LeafMapping<Piece> = (text: string, name: string) => readonly Piece[];

/** How the texts of a body are found. */
export type BodyShape = 'json' | 'form' | 'xml' | 'text';

/** The shape of a body, by its type, else by its look. */
export function bodyShape(text: string, contentType = ''): BodyShape {
  if (/x-www-form-urlencoded/i.test(contentType)) return 'form';
  const json = /json/i.test(contentType) || /^\s*[[{]/.test(text);
  if (json && isJson(text)) return 'json';
  return /xml/i.test(contentType) || /^\uFEFF?\s*</.test(text) ? 'xml' : 'text';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Maps the texts inside a body (values of members, fields, attributes, elements) and leaves everything around them:
 * names, punctuation, white space.
 */
export function mapLeaves<Piece>(text: string, shape: BodyShape, map: LeafMapping<Piece>): (Piece | string)[] {
  switch (shape) {
    case 'json':
      return mapJson(text, map);
    case 'form':
      return mapForm(text, map);
    case 'xml':
      return mapXml(text, map);
    case 'text':
      return [...map(text, '')];
  }
}

/** Writes the literal pieces of a leaf in the escaping of its place; what did not change stays as it was written. */
function written<Piece>(
  raw: string,
  text: string,
  pieces: readonly Piece[],
  encode: (text: string) => string,
): (Piece | string)[] {
  if (pieces.length === 1 && pieces[0] === text) return [raw];
  return pieces.map((piece) => (typeof piece === 'string' ? encode(piece) : piece));
}

function mapJson<Piece>(text: string, map: LeafMapping<Piece>): (Piece | string)[] {
  const pieces: (Piece | string)[] = [];
  /** Name of the member that each open object or array is, innermost last. */
  const holders: string[] = [];
  let name = '';
  for (const { 0: token } of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|-?\d[\d.eE+-]*|[{}[\]]|[^"\d{}[\]-]+|./gs)) {
    const [first] = token;
    if (first === '"' && token.endsWith(':')) {
      name = JSON.parse(token.slice(0, -1).trimEnd()) as string;
      pieces.push(token);
    } else if (first === '"') {
      const value = JSON.parse(token) as string;
      const leaf = written(token.slice(1, -1), value, map(value, name), (part) => JSON.stringify(part).slice(1, -1));
      pieces.push('"', ...leaf, '"');
    } else if (/^-?\d/.test(token)) {
      pieces.push(...written(token, token, map(token, name), (part) => part));
    } else {
      if (first === '{' || first === '[') holders.push(name);
      else if (first === '}' || first === ']') holders.pop();
      // An item of a list stands under the list's name.
      if (token.trim() !== '') name = holders.at(-1) ?? '';
      pieces.push(token);
    }
  }
  return pieces;
}

function mapForm<Piece>(text: string, map: LeafMapping<Piece>): (Piece | string)[] {
  return text.split('&').flatMap((field, index) => {
    const equals = field.indexOf('=');
    const separator = index === 0 ? [] : ['&'];
    if (equals < 0) return [...separator, field];
    const raw = field.slice(equals + 1);
    const value = decodeForm(raw);
    const name = decodeForm(field.slice(0, equals));
    return [...separator, field.slice(0, equals + 1), ...written(raw, value, map(value, name), encodeURIComponent)];
  });
}

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

const xmlTokens = /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(?:"[^"]*"|'[^']*'|[^>"'])*>|[^<]+|</g;

function mapXml<Piece>(text: string, map: LeafMapping<Piece>): (Piece | string)[] {
  const open: string[] = [];
  return [...text.matchAll(xmlTokens)].flatMap(({ 0: token, 1: verbatim }): (Piece | string)[] => {
    const name = open.at(-1) ?? '';
    if (verbatim !== undefined) return ['<![CDATA[', ...map(verbatim, name), ']]>'];
    if (token.startsWith('<!--')) return [...map(token, '')];
    if (!token.startsWith('<')) return written(token, decodeXml(token), map(decodeXml(token), name), encodeXml);
    if (token.startsWith('</')) open.pop();
    else if (/^<[^?!]/.test(token)) {
      if (!token.endsWith('/>')) open.push(nameOfContent(token));
      return mapTag(token, map);
    }
    return [token];
  });
}

/** What an element's text is called: `<property name="password">` is a password, `<o:password>` too. */
function nameOfContent(tag: string): string {
  return givenName(tag) ?? /^<(?:[^\s:/>]*:)?([^\s/>]*)/.exec(tag)?.[1] ?? '';
}

function givenName(tag: string): string | undefined {
  return /\sname\s*=\s*(?:"([^"]*)"|'([^']*)')/
    .exec(tag)
    ?.slice(1)
    .find((name) => name !== undefined);
}

function mapTag<Piece>(tag: string, map: LeafMapping<Piece>): (Piece | string)[] {
  const given = givenName(tag);
  const pieces: (Piece | string)[] = [];
  let end = 0;
  for (const { 0: whole, 1: before, 2: attribute, 3: quoted, index } of tag.matchAll(
    /(\s(?:[\w.-]+:)?([\w.-]+)\s*=\s*)("[^"]*"|'[^']*')/g,
  )) {
    const raw = quoted.slice(1, -1);
    // `<property name="password" value="…"/>`
    const name = attribute === 'value' && given !== undefined ? given : attribute;
    const value = decodeXml(raw);
    pieces.push(tag.slice(end, index), before, quoted[0]!);
    pieces.push(...written(raw, value, map(value, name), encodeXml), quoted[0]!);
    end = index + whole.length;
  }
  return [...pieces, tag.slice(end)];
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()]!;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function encodeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
