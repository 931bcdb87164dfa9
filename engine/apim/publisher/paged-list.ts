import type { ApimAnswer } from '../server.js';
import type { RestCall } from './rest-call.js';
import { json } from './rest-error.js';

const defaultLimit = 25;
/** A page has no more. */
const highestLimit = 1000;

/** 200 with a page of a list: `{count, list, pagination}`, cut by the query's `limit` (default 25) and `offset`. */
export function pagedList<T>({ query }: RestCall, items: readonly T[], form: (item: T) => unknown): ApimAnswer {
  const limit = Math.min(numberOf(query.get('limit')) ?? defaultLimit, highestLimit);
  const offset = numberOf(query.get('offset')) ?? 0;
  const list = items.slice(offset, offset + limit).map(form);
  return json(200, { count: list.length, list, pagination: { offset, limit, total: items.length } });
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
