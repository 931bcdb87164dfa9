import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { listening } from './authorization-server.js';

/** What the backend is started with. */
export interface PizzaBackendOptions {
  readonly port: number;
  /** Issuer of the tokens; its keys are fetched below `/jwks`. */
  readonly issuer: string;
  readonly audience: string;
}

const MENU = [
  { name: 'BBQ Chicken Bacon', price: '24.99' },
  { name: 'Chicken Parmesan', price: '11.99' },
  { name: 'Grilled Chicken Club', price: '21.99' },
];

const LARGEST_ORDER = 64 * 1024;

/** Starts the protected backend: `GET /menu`, `POST /order`. Without a valid bearer token it answers 401. */
export async function startPizzaBackend(options: PizzaBackendOptions): Promise<Server> {
  const keys = createRemoteJWKSet(new URL(`${options.issuer}/jwks`));
  const { issuer, audience } = options;
  const authorized = async (request: IncomingMessage): Promise<boolean> => {
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token) return false;
    return jwtVerify(token, keys, { issuer, audience }).then(
      () => true,
      () => false,
    );
  };
  const server = createServer((request, response) => {
    authorized(request)
      .then((allowed) => (allowed ? serve(request, response) : refuse(request, response)))
      .catch(() => answer(response, 500, { error: 'server_error' }));
  });
  await listening(server, options.port);
  return server;
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const challenge = request.headers.authorization ? 'Bearer error="invalid_token"' : 'Bearer';
  response.setHeader('WWW-Authenticate', challenge);
  answer(response, 401, { error: 'A valid access token is required.' });
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /menu') return answer(response, 200, MENU);
  if (route !== 'POST /order') return answer(response, 404, { error: 'There is no such page.' });
  const body = await read(request);
  if (body === undefined) return answer(response, 413, { error: 'The order is too long.' });
  try {
    return answer(response, 201, { orderId: 'order-1', received: JSON.parse(body) });
  } catch {
    return answer(response, 400, { error: 'The order is not JSON.' });
  }
}

async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_ORDER) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}
