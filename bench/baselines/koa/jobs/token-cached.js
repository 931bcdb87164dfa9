import { fetchToken, forward, headersOf, textOf } from '../forward.js';

let token;
let fetchedAt = 0;

export async function middleware(ctx) {
  const body = await textOf(ctx);
  if (!token || Date.now() - fetchedAt > 3_600_000) {
    token = await fetchToken();
    fetchedAt = Date.now();
  }
  await forward(ctx, '/protected', { ...headersOf(ctx), authorization: `Bearer ${token}` }, body);
}
