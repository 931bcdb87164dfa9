import { codeUnits } from '../../xml/index.js';

/** A JSON text without the blanks between its words; the text must be known to be JSON. */
export function withoutBlanks(json: string): string {
  const codes = codeUnits(json);
  const end = json.length;
  let text = '';
  let copied = 0;
  let at = 0;
  while (at < end) {
    const code = codes[at]!;
    if (code === 0x22) {
      at = behindString(codes, at);
    } else if (code > 0x20) {
      at++;
    } else {
      text += json.slice(copied, at);
      do at++;
      while (at < end && codes[at]! <= 0x20);
      copied = at;
    }
  }
  return text + json.slice(copied);
}

function behindString(codes: Uint16Array, start: number): number {
  let at = start + 1;
  while (codes[at] !== 0x22) at += codes[at] === 0x5c ? 2 : 1;
  return at + 1;
}
