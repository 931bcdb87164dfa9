import { FtlSyntaxError } from './failure.js';
import { ExpressionParser } from './parse-expression.js';
import { TagParser } from './tag-parser.js';
import { type Piece, PLAIN, type Tag } from './template-tags.js';
import { TokenReader } from './tokens.js';

const WITH_ARGUMENTS = [
  'if',
  'elseif',
  'elseIf',
  'switch',
  'case',
  'list',
  'foreach',
  'items',
  'return',
  'stop',
  'nested',
  'assign',
  'global',
  'local',
  'macro',
  'function',
  'setting',
  'include',
  'import',
  'escape',
  'outputformat',
  'outputFormat',
  'ftl',
];

/** Without arguments they are text, or unknown. */
const NEED_ARGUMENTS = new Set(WITH_ARGUMENTS.filter((name) => !['return', 'stop', 'nested', 'ftl'].includes(name)));

/** Directives of FreeMarker that are not run here. */
const UNSUPPORTED = new Set(['visit', 'recurse', 'fallback', 'transform', 'call', 'on']);
const KNOWN: ReadonlySet<string> = new Set([
  ...PLAIN,
  ...WITH_ARGUMENTS,
  'autoEsc',
  'noAutoEsc',
  'noEscape',
  'noParse',
]);

const CAMEL: Readonly<Record<string, string>> = {
  elseIf: 'elseif',
  foreach: 'list',
  outputFormat: 'outputformat',
  autoEsc: 'autoesc',
  noAutoEsc: 'noautoesc',
  noEscape: 'noescape',
  noParse: 'noparse',
};

/** Cuts a template into text, interpolations and tags, and parses what is in them. Throws FtlSyntaxError. */
export function readPieces(text: string): Piece[] {
  return new TemplateReader(text).read();
}

class TemplateReader {
  readonly #pieces: Piece[] = [];
  #position = 0;
  /** A tag was seen: from then on a tag that nobody knows is an error, before it is text. */
  #established = false;

  constructor(readonly text: string) {}

  read(): Piece[] {
    const { text } = this;
    const mark = /[$#]\{|<#--|<\/?[#@]/g;
    let copied = 0;
    for (;;) {
      mark.lastIndex = this.#position;
      const found = mark.exec(text);
      if (!found) break;
      const start = found.index;
      this.#position = start + found[0].length;
      const piece = this.#piece(found[0], start);
      if (!piece) continue;
      this.#text(copied, start);
      this.#pieces.push(piece);
      copied = this.#position;
      if (piece.kind === 'open' && piece.tag.name === 'noparse') copied = this.#noParse();
      if (piece.kind === 'open' && piece.tag.name === 'comment') copied = this.#oldComment(piece.start);
    }
    this.#text(copied, text.length);
    return this.#pieces;
  }

  #text(start: number, end: number): void {
    if (end > start) this.#pieces.push({ kind: 'text', text: this.text.slice(start, end), start, end });
  }

  /** What begins with that mark; undefined when it is text after all. */
  #piece(mark: string, start: number): Piece | undefined {
    switch (mark) {
      case '${':
      case '#{':
        return this.#interpolation(start, mark === '#{');
      case '<#--':
        return this.#comment(start);
      case '<#':
        return this.#directive(start);
      case '<@':
        return this.#call(start);
      default:
        return this.#closing(mark, start);
    }
  }

  #interpolation(start: number, numeric: boolean): Piece {
    const reader = new TokenReader(this.text, this.#position, false);
    const value = new ExpressionParser(reader).parse();
    let format: string | undefined;
    if (numeric) {
      format = '';
      if (reader.takeIf(';')) format = reader.expectName().text;
    }
    if (!reader.is('}')) reader.fail('expected }');
    this.#position = reader.take().end;
    return { kind: 'print', value, format, start, end: this.#position };
  }

  #comment(start: number): Piece {
    const end = this.text.indexOf('-->', this.#position);
    // A comment without an end goes to the end of the template.
    this.#position = end < 0 ? this.text.length : end + 3;
    return { kind: 'comment', start, end: this.#position };
  }

  #closing(mark: string, start: number): Piece | undefined {
    const rest = /^([\w.]*)\s*>/.exec(this.text.slice(this.#position, this.#position + 200));
    const name = mark === '</@' ? '@' : rest && (CAMEL[rest[1]] ?? rest[1]);
    if (!rest || name === null || (mark === '</#' && !this.#known(rest[1]!, start))) return undefined;
    this.#position += rest[0].length;
    return { kind: 'close', name, start, end: this.#position };
  }

  #known(name: string, start: number): boolean {
    if (KNOWN.has(name)) return true;
    if (UNSUPPORTED.has(name)) throw new FtlSyntaxError(`The directive #${name} is not supported`, start);
    if (this.#established) throw new FtlSyntaxError(`Unknown directive: #${name}`, start);
    return false;
  }

  #directive(start: number): Piece | undefined {
    const named = /^([A-Za-z_]+)(?=[\s/>]|$)/.exec(this.text.slice(this.#position, this.#position + 40));
    const written = named?.[1];
    if (written === undefined || this.#position + written.length >= this.text.length) return undefined;
    const bare = !/\s/.test(this.text[this.#position + written.length] ?? '') && NEED_ARGUMENTS.has(written);
    if (!this.#known(bare ? `${written}>` : written, start)) return undefined;
    this.#established = true;
    const reader = new TokenReader(this.text, this.#position + written.length, true);
    const tag = new TagParser(reader, written).parse(CAMEL[written] ?? written);
    return this.#finish(tag, reader, start);
  }

  #call(start: number): Piece {
    this.#established = true;
    const reader = new TokenReader(this.text, this.#position, true);
    return this.#finish(new TagParser(reader, '@').parseCall(), reader, start);
  }

  #finish(tag: Tag, reader: TokenReader, start: number): Piece {
    const empty = reader.is('/>');
    if (!empty && !reader.is('>')) reader.fail('expected >');
    this.#position = reader.take().end;
    return { kind: 'open', tag, empty, start, end: this.#position };
  }

  /** The raw text up to the end tag becomes a piece; without an end tag nothing comes of it. */
  #noParse(): number {
    const { text } = this;
    const start = this.#position;
    const end = /<\/#no[pP]arse\s*>/.exec(text.slice(start));
    this.#position = end ? start + end.index : text.length;
    if (end)
      this.#pieces.push({
        kind: 'text',
        text: text.slice(start, this.#position),
        raw: true,
        start,
        end: this.#position,
      });
    else this.#pieces.pop();
    return this.#position;
  }

  /** `<#comment>…</#comment>` */
  #oldComment(start: number): number {
    const end = /<\/#comment\s*>/.exec(this.text.slice(this.#position));
    if (!end) throw new FtlSyntaxError('#comment is not closed', start);
    this.#position += end.index + end[0].length;
    this.#pieces[this.#pieces.length - 1] = { kind: 'comment', start, end: this.#position };
    return this.#position;
  }
}
