/** A contestant for the tests: `node liar.js PORT KIND`, an echo that goes wrong after a while. */
import { createServer } from 'node:http';

const [port, kind] = process.argv.slice(2);
/** Far enough that the first answers and the warm-up are right. */
const honest = 300;
let count = 0;

createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const turned = ++count > honest && count % 50 === 0;
    if (turned && kind === 'dies') process.exit(7);
    if (turned && kind === 'hangs-up') request.socket.destroy();
    else if (turned && kind === 'other-status') response.writeHead(500).end(Buffer.concat(chunks));
    else response.end(turned && kind === 'other-body' ? 'a lie' : Buffer.concat(chunks));
  });
}).listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
