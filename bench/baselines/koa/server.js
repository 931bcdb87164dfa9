/**
 * The second baseline: `node server.js JOB PORT`, Koa and undici's `request` as most people write such a service: a
 * middleware, `ctx.body`, parsed bodies as objects.
 */
import Koa from 'koa';

const [job, port] = process.argv.slice(2);
const { middleware } = await import(`./jobs/${job}.js`);

const app = new Koa();
app.use(middleware);
app.listen({ port: Number(port), host: '127.0.0.1', backlog: 1024 });
process.on('SIGTERM', () => process.exit(0));
