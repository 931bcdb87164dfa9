import type { Json } from '../fixture.js';
import { escapeExpression } from './escape-expression.js';
import { FedTexts } from './fed-texts.js';
import type { Secrets } from './secrets.js';
import { epochUnit, type VolatileText, volatileTexts } from './volatile-texts.js';

/** A piece of a text that must come out: literal, or whatever matches. */
export type ExpectedPiece =
  | string
  | {
      readonly pattern: string;
      /** It is another one in each run; otherwise it is a secret that the fixture does not hold. */
      readonly volatile: boolean;
    };

/** What the making of expectations goes by. */
export interface ExpectedTextsOptions {
  readonly secrets: Secrets;
  /** Texts of artifacts that are used as they lie: what stands there is the same in each run. */
  readonly inPlace: readonly string[];
  /** When the request came, in milliseconds since 1970, and how long it took. */
  readonly at: number;
  readonly duration: number;
  /** Address of the client; in a replay it is another one. */
  readonly remoteAddress: string;
}

/**
 * Turns texts that came out of a flow into what must come out when the fixture is played. It has to be told what goes in
 * and asked for what comes out in the order in which that happened: what a flow makes and a backend sends back was made
 * by the flow.
 */
export class ExpectedTexts {
  /** What the fixture feeds into the flow. */
  readonly #fed = new FedTexts();
  readonly #inPlace = new FedTexts();
  /** What the flow made itself, or took from where the fixture does not reach. */
  readonly #made = new Set<string>();

  constructor(readonly options: ExpectedTextsOptions) {
    for (const text of options.inPlace) this.#inPlace.add(text);
  }

  /** Something goes into the flow; in the fixture it stands with placeholders. */
  feed(text: string): void {
    this.#fed.add(text);
  }

  /** The pieces of a text. @param name under which it stands */
  pieces(text: string, name: string): ExpectedPiece[] {
    return this.options.secrets
      .split(text, name, (secret) => this.#came(secret, this.#fed.has(secret)))
      .flatMap((piece): ExpectedPiece[] => {
        if (piece.kind === 'unfed') return [{ pattern: '.+', volatile: false }];
        return piece.kind === 'replaced' ? [piece.text] : this.#withoutVolatile(piece.text);
      });
  }

  /** A text that is a value by itself: exact, or a value matcher. */
  value(text: string, name: string): Json {
    const slack = this.#slack(text);
    if (slack !== undefined) return { $range: [Number(text) - slack, Number(text) + slack] };
    return matcherOf(this.pieces(text, name));
  }

  /** A number of JSON. */
  number(value: number, name: string): Json {
    const text = String(value);
    const expected = this.value(text, name);
    if (expected === text) return value;
    return typeof expected === 'string' ? Number(expected) : expected;
  }

  /** Whether a text comes from outside of the flow. */
  #isGiven(text: string): boolean {
    return this.#came(text, this.#fed.has(text) || this.#inPlace.has(text));
  }

  #came(text: string, fed: boolean): boolean {
    if (!fed) this.#made.add(text);
    return fed && !this.#made.has(text);
  }

  /** How far a time since 1970 may be off, in its own unit; undefined when the text is no such time, or a given one. */
  #slack(text: string): number | undefined {
    const { at, duration } = this.options;
    const unit = epochUnit(text, at);
    if (unit === undefined || this.#isGiven(text)) return undefined;
    return Math.ceil((60_000 + duration) / unit);
  }

  #withoutVolatile(text: string): ExpectedPiece[] {
    const address = this.#withoutAddress(text);
    if (address) return address;
    const found = volatileTexts(text, this.options.at);
    return replaced(
      text,
      found.filter((each) => !this.#isGiven(each.text)),
      true,
    );
  }

  /** Undefined when the address of the client does not occur. */
  #withoutAddress(text: string): ExpectedPiece[] | undefined {
    const { remoteAddress } = this.options;
    if (remoteAddress === '' || remoteAddress === replayAddress || this.#isGiven(remoteAddress)) return undefined;
    const index = text.indexOf(remoteAddress);
    if (index < 0) return undefined;
    return replaced(text, [{ text: remoteAddress, index, pattern: '[\\da-fA-F.:]+' }], false);
  }
}

/** The address that the client of a replay has. */
const replayAddress = '127.0.0.1';

function replaced(text: string, found: readonly VolatileText[], volatile: boolean): ExpectedPiece[] {
  const pieces: ExpectedPiece[] = [];
  let end = 0;
  for (const { index, text: part, pattern } of found) {
    if (index > end) pieces.push(text.slice(end, index));
    pieces.push({ pattern, volatile });
    end = index + part.length;
  }
  if (end < text.length || pieces.length === 0) pieces.push(text.slice(end));
  return pieces;
}

/** The text when all of it is literal. */
export function exactText(pieces: readonly ExpectedPiece[]): string | undefined {
  return pieces.every((piece) => typeof piece === 'string') ? pieces.join('') : undefined;
}

/** A text, or a matcher for it. */
export function matcherOf(pieces: readonly ExpectedPiece[]): Json {
  return exactText(pieces) ?? { $matches: expressionOf(pieces) };
}

/** A regular expression for the whole text. */
export function expressionOf(pieces: readonly ExpectedPiece[]): string {
  const parts = pieces.map((piece) => (typeof piece === 'string' ? escapeExpression(piece) : piece.pattern));
  return `^${parts.join('')}$`;
}

/** Whether something of a text is another one in each run. */
export function isVolatile(pieces: readonly ExpectedPiece[]): boolean {
  return pieces.some((piece) => typeof piece !== 'string' && piece.volatile);
}
