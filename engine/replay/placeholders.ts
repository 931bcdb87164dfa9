/** A text that names something which was not captured. */
export class PlaceholderError extends Error {
  override readonly name = 'PlaceholderError';
}

/**
 * Fills `{{name}}` (a captured value), `{{jwt name}}` (a token of the setup, captured as `jwt name`) and
 * `{{basic user:password}}` (its base64) in every text of plain data. Data without placeholders is returned as it is.
 * @param strict an unknown name is an error; otherwise it stays, since braces may belong to the text
 * @throws PlaceholderError
 */
export function fillPlaceholders<Data>(data: Data, captured: ReadonlyMap<string, unknown>, strict: boolean): Data {
  return fill(data, captured, strict) as Data;
}

function fill(data: unknown, captured: ReadonlyMap<string, unknown>, strict: boolean): unknown {
  if (typeof data === 'string') return data.includes('{{') ? fillText(data, captured, strict) : data;
  if (Array.isArray(data)) return data.map((item) => fill(item, captured, strict));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, fill(value, captured, strict)]));
}

function fillText(text: string, captured: ReadonlyMap<string, unknown>, strict: boolean): string {
  const named = (part: string): string =>
    part.replace(/\{\{((?:jwt )?[\w.-]+)\}\}/g, (whole, name: string) => {
      if (captured.has(name)) return String(captured.get(name));
      if (strict) throw new PlaceholderError(`nothing was captured under the name "${name}"`);
      return whole;
    });
  const encoded = text.replace(/\{\{basic ((?:[^{}]|\{\{[\w.-]+\}\})*)\}\}/g, (_whole, credentials: string) =>
    Buffer.from(named(credentials)).toString('base64'),
  );
  return named(encoded);
}
