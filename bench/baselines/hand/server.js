/**
 * The hand-written baseline: `node server.js JOB PORT`. Each job is what an engineer who knows node:http and undici well
 * would write for that one purpose: no framework, `dispatch`, small bodies in one piece, large ones streamed with
 * back-pressure, nothing done that the job does not need.
 */
import { createServer } from 'node:http';

const [job, port] = process.argv.slice(2);
const { handle } = await import(`./jobs/${job}.js`);

createServer(handle).listen({ port: Number(port), host: '127.0.0.1', backlog: 1024 });
process.on('SIGTERM', () => process.exit(0));
