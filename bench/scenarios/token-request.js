/** The request of both token scenarios. */
import { orderJson } from './texts.js';

const body = JSON.stringify(orderJson(300));

/** @param {string} context of the API */
export function orderRequest(context) {
  return {
    method: 'POST',
    path: `${context}/orders`,
    headers: { 'Content-Type': 'application/json' },
    body,
    expected: body,
  };
}
