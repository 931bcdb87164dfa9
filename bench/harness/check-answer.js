/** Whether an answer is the expected one. */
import { Agent, request as send } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { DOMParser } from '@xmldom/xmldom';

/**
 * Sends one request and compares the answer with what it is to be, by meaning.
 * @param {number} port
 * @param {import('./load/index.js').LoadRequest & {expectedHeaders?: Record<string, string>}} request
 * @param {'bytes' | 'json' | 'xml'} kind
 * @returns {Promise<{body: string} | {problem: string}>} the body as it came
 */
export async function checkAnswer(port, request, kind) {
  let answer;
  try {
    answer = await fetchAnswer(port, request);
  } catch (error) {
    return { problem: error.message };
  }
  const { status, headers, body } = answer;
  const what = `${request.method} ${request.path}`;
  if (status !== 200) return { problem: `${what}: status ${status}, ${shorten(body)}` };
  if (!same(kind, request.expected, body)) {
    return { problem: `${what}: answered with ${shorten(body)} instead of ${shorten(request.expected)}` };
  }
  for (const [name, value] of Object.entries(request.expectedHeaders ?? {})) {
    if (headers[name] !== value) return { problem: `${what}: header ${name} is ${headers[name]} instead of ${value}` };
  }
  return { body };
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** One request, answered within ten seconds. */
export function fetchAnswer(port, { method, path, headers = {}, body = '' }) {
  return new Promise((resolve, reject) => {
    const length = method === 'GET' ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const signal = AbortSignal.timeout(10_000);
    const options = { host: '127.0.0.1', port, method, path, headers: { ...headers, ...length }, agent, signal };
    send(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
    })
      .on('error', reject)
      .end(body);
  });
}

function same(kind, expected, actual) {
  if (expected === actual) return true;
  try {
    if (kind === 'json') return isDeepStrictEqual(JSON.parse(actual), JSON.parse(expected));
    if (kind === 'xml') return isDeepStrictEqual(plainXml(actual), plainXml(expected));
  } catch {
    return false;
  }
  return false;
}

/** XML without what carries no meaning: prefixes, the order of attributes, blanks between elements. */
function plainXml(text) {
  return plainElement(new DOMParser({ onError: fail }).parseFromString(text, 'text/xml').documentElement);
}

function plainElement({ localName, namespaceURI, attributes, childNodes }) {
  const own = Array.from(attributes)
    .filter(({ namespaceURI }) => namespaceURI !== 'http://www.w3.org/2000/xmlns/')
    .map(({ namespaceURI, localName, value }) => `{${namespaceURI ?? ''}}${localName}=${value}`);
  const children = Array.from(childNodes)
    .filter(({ nodeType, data }) => nodeType === 1 || ((nodeType === 3 || nodeType === 4) && data.trim() !== ''))
    .map((node) => (node.nodeType === 1 ? plainElement(node) : node.data));
  return [`{${namespaceURI ?? ''}}${localName}`, own.sort(), children];
}

function fail(_level, message) {
  throw new Error(message);
}

function shorten(text) {
  return text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text;
}
