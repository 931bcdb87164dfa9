import type { ApimAnswer } from '../server.js';

/** What is wrong with one member of a request. */
export interface ErrorDetail {
  /** `400_name` */
  readonly code: string;
  readonly message: string;
}

/** A request that is refused; the answer has the form that all REST APIs of the product have. */
export class RestError extends Error {
  override readonly name = 'RestError';

  /**
   * @param code number of the error; the status where the product has none of its own
   * @param message a few words that are the same for all errors of that number
   */
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly description: string,
    readonly details: readonly ErrorDetail[] = [],
  ) {
    super(message);
  }
}

/** 400 without a number of its own. */
export function badRequest(description: string, details?: readonly ErrorDetail[]): RestError {
  return new RestError(400, 400, 'Bad Request', description, details);
}

/** 404 without a number of its own. */
export function notFound(description: string): RestError {
  return new RestError(404, 404, 'Not Found', description);
}

/** 409 without a number of its own. */
export function conflict(description: string): RestError {
  return new RestError(409, 409, 'Conflict', description);
}

/** 403: the caller is known and may do such things, but not with this resource. */
export function forbidden(description: string): RestError {
  return new RestError(403, 403, 'Forbidden', description);
}

/** 500 that says nothing, as the product answers what it did not expect (gateway sheet A.5). */
export function internalError(
  description = 'The server encountered an internal error. Please contact administrator.',
): RestError {
  return new RestError(500, 500, 'Internal server error', description);
}

/** An answer with JSON. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): ApimAnswer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** `{code, message, description, moreInfo, error}`; what is no refusal is an internal error that names nothing. */
export function errorAnswer(thrown: unknown): ApimAnswer {
  const { status, code, message, description, details } = thrown instanceof RestError ? thrown : internalError();
  const headers: Record<string, string> =
    status === 401 ? { 'WWW-Authenticate': 'Bearer realm="WSO2 API Manager"' } : {};
  return json(status, { code, message, description, moreInfo: '', error: details }, headers);
}
