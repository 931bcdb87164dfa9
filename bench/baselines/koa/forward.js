/** What the jobs share. */
import { Pool, request } from 'undici';

const backend = new Pool(process.env.BENCH_BACKEND);
const tokens = `${process.env.BENCH_TOKENS}/token`;
const credentials = Buffer.from('bench-client:bench-secret').toString('base64');
const notHandedOn = ['connection', 'keep-alive', 'transfer-encoding', 'host', 'content-length', 'expect'];

/** The caller's headers for the backend. */
export function headersOf(ctx) {
  const headers = { ...ctx.headers };
  for (const name of notHandedOn) delete headers[name];
  return headers;
}

/** Sends a body to the backend and answers with what it says. */
export async function forward(ctx, path, headers, body) {
  const answer = await backend.request({ method: ctx.method, path, headers, body });
  ctx.status = answer.statusCode;
  for (const [name, value] of Object.entries(answer.headers)) {
    if (!notHandedOn.includes(name)) ctx.set(name, value);
  }
  // A caller who goes away in the middle ends the stream with an error that would otherwise end the process.
  answer.body.on('error', () => {});
  ctx.body = answer.body;
}

/** The body as text. */
export async function textOf(ctx) {
  const chunks = [];
  for await (const chunk of ctx.req) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** A fresh token. */
export async function fetchToken() {
  const answer = await request(tokens, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials' }).toString(),
  });
  if (answer.statusCode !== 200) throw new Error(`the token server answered with ${answer.statusCode}`);
  return (await answer.body.json()).access_token;
}
