import { base64Run, decodeBase64 } from './secrets.js';

/** Texts that have gone into a flow so far. */
export class FedTexts {
  readonly #texts: string[] = [];

  /** Adds a text, and what of it is base64. */
  add(text: string): void {
    this.#texts.push(text);
    for (const [encoded] of text.matchAll(base64Run)) {
      const decoded = decodeBase64(encoded);
      if (decoded !== undefined) this.#texts.push(decoded);
    }
  }

  /** Whether a text occurs in one of them, as it is or inside base64. */
  has(text: string): boolean {
    return this.#texts.some((each) => each.includes(text));
  }
}
