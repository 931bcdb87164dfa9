import { forward, headersOf, textOf } from '../forward.js';

export async function middleware(ctx) {
  const { order } = JSON.parse(await textOf(ctx));
  const body = JSON.stringify({
    channel: 'gateway',
    reference: order.id,
    buyer: { name: order.customer.name },
    positions: order.items,
  });
  await forward(ctx, '/echo', { ...headersOf(ctx), 'content-type': 'application/json' }, body);
}
