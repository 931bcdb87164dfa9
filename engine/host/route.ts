import type { AnswerHeaders } from './api-handlers.js';
import type { ApiService } from './api-run.js';
import type { CorsAnswer } from './cors.js';

/** What dispatching found out about a request, for its log line, its metrics and its answer. */
export interface Route extends AnswerHeaders {
  /** Full name of the API, or name of the proxy, that took it. */
  service: string | undefined;
  kind: 'api' | 'proxy' | undefined;
  /** Where the service is an API. */
  api: ApiService | undefined;
  /** What CORS adds to the answer. */
  cors: CorsAnswer | undefined;
}
