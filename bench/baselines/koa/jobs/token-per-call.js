import { fetchToken, forward, headersOf, textOf } from '../forward.js';

export async function middleware(ctx) {
  const body = await textOf(ctx);
  const token = await fetchToken();
  await forward(ctx, '/protected', { ...headersOf(ctx), authorization: `Bearer ${token}` }, body);
}
