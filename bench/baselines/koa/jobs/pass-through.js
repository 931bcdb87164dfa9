import { forward, headersOf } from '../forward.js';

export async function middleware(ctx) {
  await forward(ctx, '/echo', headersOf(ctx), ctx.req);
}
