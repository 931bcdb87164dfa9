/** Where something stands in a source file: line and column count from 1, columns in UTF-16 units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `file:line:column`, as editors and terminals understand it. */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}
