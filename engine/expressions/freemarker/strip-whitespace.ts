import type { Piece } from './template-tags.js';

/**
 * Takes the indentation and the line break of lines away on which nothing but tags and comments stand, as FreeMarker
 * does: such lines are there for the reader of the template. Interpolations keep their line as it is.
 */
export function stripWhitespace(text: string, pieces: readonly Piece[]): Piece[] {
  const stripped = pieces.map((piece, index) => {
    if (piece.kind !== 'text' || piece.raw) return piece;
    if (isIgnorable(pieces, index)) return { ...piece, text: '' };
    // The first text of a template stays as it is, as there.
    if (index === 0) return piece;
    const trailing = trailingStrip(text, pieces, index);
    const opening = openingStrip(pieces, index);
    const end = Math.max(opening, piece.text.length - trailing);
    return { ...piece, text: piece.text.slice(opening, end) };
  });
  return stripped.filter((piece) => piece.kind !== 'text' || piece.text !== '');
}

/** Blank text between definitions is no output at all. */
function isIgnorable(pieces: readonly Piece[], index: number): boolean {
  const piece = pieces[index]!;
  if (piece.kind !== 'text' || piece.text.trim() !== '') return false;
  const [before, after] = [pieces[index - 1], pieces[index + 1]];
  const definedBefore = before ? isDefinition(before) || isEnd(before, 'macro', 'function') : true;
  return definedBefore && (after ? isDefinition(after) || isStart(after, 'macro', 'function') : true);
}

function isDefinition(piece: Piece): boolean {
  return piece.kind === 'comment' || isStart(piece, 'assign', 'setting', 'import');
}

function isStart(piece: Piece, ...names: readonly string[]): boolean {
  return piece.kind === 'open' && names.includes(piece.tag.name);
}

function isEnd(piece: Piece, ...names: readonly string[]): boolean {
  return piece.kind === 'close' && names.includes(piece.name);
}

/** Characters at the beginning that belong to a line of tags: up to its line break. */
function openingStrip(pieces: readonly Piece[], index: number): number {
  const { text } = pieces[index] as Piece & { kind: 'text' };
  const line = /^[^\S\n\r]*(\r\n|\n|\r)/.exec(text);
  if (index === 0 || !line) return 0;
  return onlyTagsBefore(pieces, index) ? line[0].length : 0;
}

/** Characters at the end that belong to a line of tags: its indentation. */
function trailingStrip(template: string, pieces: readonly Piece[], index: number): number {
  const { text, start } = pieces[index] as Piece & { kind: 'text' };
  const indent = /(?:^|[\n\r])([^\S\n\r]*)$/.exec(text);
  if (!indent || index === pieces.length - 1) return 0;
  const wholeLine = indent[0].length > indent[1].length || start === 0 || /[\n\r]/.test(template[start - 1]!);
  return wholeLine && onlyTagsAfter(pieces, index) ? indent[1].length : 0;
}

/** What is defined somewhere is no part of the line that it stands in. */
const CLOSED = ['macro', 'function', 'assign', 'global', 'local'];

/** The index of the tag at the other end of a definition. */
function otherEnd(pieces: readonly Piece[], index: number, step: 1 | -1): number {
  let depth = 0;
  for (let at = index; at >= 0 && at < pieces.length; at += step) {
    const piece = pieces[at]!;
    if (isEnd(piece, ...CLOSED)) depth -= step;
    else if (isStart(piece, 'macro', 'function', 'capture')) depth += step;
    if (depth === 0) return at;
  }
  return index;
}

/** Whether the line that ends in this text has nothing but tags before it. */
function onlyTagsBefore(pieces: readonly Piece[], index: number): boolean {
  for (let at = index - 1; at >= 0; at -= 1) {
    const piece = pieces[at]!;
    if (piece.kind === 'print') return false;
    if (isEnd(piece, ...CLOSED)) at = otherEnd(pieces, at, -1);
    if (piece.kind !== 'text') continue;
    const end = /(^|[\n\r])[^\n\r]*$/.exec(piece.text)!;
    if (end[0].trim() !== '') return false;
    if (end[1] !== '') return true;
    if (!isIgnorable(pieces, at)) return false;
  }
  return true;
}

/** Whether the line that this text begins has nothing but tags behind it. */
function onlyTagsAfter(pieces: readonly Piece[], index: number): boolean {
  for (let at = index + 1; at < pieces.length; at += 1) {
    const piece = pieces[at]!;
    if (piece.kind === 'print') return false;
    if (isStart(piece, 'macro', 'function', 'capture')) at = otherEnd(pieces, at, 1);
    if (piece.kind !== 'text') continue;
    const begin = /^[^\n\r]*([\n\r]|$)/.exec(piece.text)!;
    if (begin[0].trim() !== '') return false;
    if (begin[1] !== '') return true;
  }
  return true;
}
