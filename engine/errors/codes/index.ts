import { deployCodes } from './deploy.js';
import { endpointCodes } from './endpoint.js';
import { expressionCodes } from './expression.js';
import { freemarkerCodes } from './freemarker.js';
import { grammarCodes } from './grammar.js';
import { layoutCodes } from './layout.js';
import { mediatorCodes } from './mediator.js';
import { placeholderCodes } from './placeholder.js';
import { scriptCodes } from './script.js';
import { synapseCodes } from './synapse.js';
import { xmlCodes } from './xml.js';
import { xpathCodes } from './xpath.js';

/**
 * What a code says. `message` and `advice` may hold `{placeholders}`. Codes are `area/what-is-wrong`; one that was
 * published once is never used for something else.
 */
export interface CodeEntry {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly advice?: string;
}

/** Every finding that the engine can report. */
export const findingCodes = {
  ...endpointCodes,
  ...deployCodes,
  ...layoutCodes,
  ...mediatorCodes,
  ...xmlCodes,
  ...grammarCodes,
  ...expressionCodes,
  ...xpathCodes,
  ...placeholderCodes,
  ...synapseCodes,
  ...scriptCodes,
  ...freemarkerCodes,
} as const satisfies Record<string, CodeEntry>;

/** The code of a finding. */
export type FindingCode = keyof typeof findingCodes;
