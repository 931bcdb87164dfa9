import type { ApiRecord } from './catalog.js';
import { statusName } from './lifecycle-states.js';

type Member = (api: ApiRecord) => string;

const members: ReadonlyMap<string, Member> = new Map<string, Member>([
  ['name', ({ document }) => document.name],
  ['context', ({ document }) => document.context],
  ['version', ({ document }) => document.version],
  ['provider', ({ document }) => document.provider],
  ['status', ({ state }) => statusName(state)],
]);

/**
 * What a list's `query` asks for: `name:`, `context:`, `version:`, `provider:` and `status:` with a text that the member
 * holds, several of them with blanks between; a word alone is looked for in names. Letter case does not matter.
 */
export function apiQuery(query: string): (api: ApiRecord) => boolean {
  const terms = query.split(/\s+/).filter((term) => term !== '');
  const tests = terms.map((term) => {
    const colon = term.indexOf(':');
    const member = members.get(term.slice(0, Math.max(colon, 0)).toLowerCase()) ?? members.get('name')!;
    const text = term.slice(colon + 1).replace(/^"(.*)"$/, '$1');
    return (api: ApiRecord) => member(api).toLowerCase().includes(text.toLowerCase());
  });
  return (api) => tests.every((test) => test(api));
}
