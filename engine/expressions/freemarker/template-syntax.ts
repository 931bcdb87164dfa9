import { buildStatements, type TemplateSyntax } from './build-statements.js';
import { FtlSyntaxError } from './failure.js';
import { outputFormat } from './output-format.js';
import { snakeCase } from './setting-names.js';
import { stripWhitespace } from './strip-whitespace.js';
import type { Expression, Header } from './syntax.js';
import { readPieces } from './template-reader.js';
import type { Piece } from './template-tags.js';

/** Parses a template. Throws FtlSyntaxError. */
export function readTemplate(text: string): TemplateSyntax {
  const pieces = readPieces(text);
  const { header, rest } = takeHeader(pieces);
  return buildStatements(header.stripWhitespace ? stripWhitespace(text, rest) : rest, header);
}

const HEADER_SETTINGS = [
  'ns_prefixes',
  'output_format',
  'strip_whitespace',
  'auto_esc',
  'encoding',
  'attributes',
  'content_type',
  'strip_text',
];

/** `<#ftl …>`, which stands before everything but white space, and the line break behind it. */
function takeHeader(pieces: readonly Piece[]): { header: Header; rest: readonly Piece[] } {
  const none = { namespacePrefixes: new Map<string, string>(), outputFormat: 'undefined', stripWhitespace: true };
  const at = pieces[0]?.kind === 'text' && pieces[0].text.trim() === '' ? 1 : 0;
  const piece = pieces[at];
  if (piece?.kind !== 'open' || piece.tag.name !== 'ftl') return { header: none, rest: pieces };
  const header = { ...none };
  for (const [name, value] of piece.tag.settings) {
    const key = snakeCase(name);
    if (!HEADER_SETTINGS.includes(key)) throw new FtlSyntaxError(`Unknown FTL header parameter: ${name}`, piece.start);
    if (key === 'ns_prefixes') header.namespacePrefixes = prefixesOf(value);
    if (key === 'output_format') header.outputFormat = formatOf(value);
    if (key === 'strip_whitespace') header.stripWhitespace = !(value.kind === 'boolean' && !value.value);
  }
  const [next, ...others] = pieces.slice(at + 1);
  if (next?.kind !== 'text') return { header, rest: pieces.slice(at + 1) };
  const text = next.text.replace(/^[^\S\n\r]*(\r\n|\n|\r)/, '');
  return { header, rest: [{ ...next, text, start: next.end - text.length }, ...others] };
}

function prefixesOf(value: Expression): Map<string, string> {
  if (value.kind !== 'hash') throw new FtlSyntaxError('ns_prefixes must be a hash', value.start);
  return new Map(value.entries.map(([prefix, uri]) => [literal(prefix), literal(uri)]));
}

function formatOf(value: Expression): string {
  const name = literal(value);
  if (!outputFormat(name)) throw new FtlSyntaxError(`Unknown output format: ${name}`, value.start);
  return name;
}

function literal(value: Expression): string {
  const [text] = value.kind === 'string' ? value.parts : [];
  if (typeof text === 'string') return text;
  if (value.kind === 'string' && value.parts.length === 0) return '';
  throw new FtlSyntaxError('Expected a string literal', value.start);
}
