/** The connections to the servers behind. */
import { Pool } from 'undici';

const options = { pipelining: 1, keepAliveTimeout: 20_000, headersTimeout: 60_000, bodyTimeout: 60_000 };

export const backend = new Pool(process.env.BENCH_BACKEND, options);
export const tokenServer = new Pool(process.env.BENCH_TOKENS, options);
