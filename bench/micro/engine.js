/** What the comparisons use of a build of Mediant, below its public API. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @param {string} dist folder of the build */
export async function loadEngine(dist) {
  const load = (layer) => import(pathToFileURL(join(dist, 'engine', layer, 'index.js')).href);
  const [errors, observe, xml, messages, expressions] = await Promise.all(
    ['errors', 'observe', 'xml', 'message', 'expressions'].map(load),
  );
  return {
    parseXml: xml.parseXml,
    serializeXml: xml.serializeXml,
    compile: (text, namespaces = {}) => compile(expressions, errors, text, namespaces),
    receive: (type, body, headers = {}) => receive(messages, observe, { 'Content-Type': type, ...headers }, body),
  };
}

function compile({ compileExpression }, { Report }, text, namespaces) {
  const report = new Report();
  const place = (offset) => ({ file: 'bench', line: 1, column: offset + 1 });
  const expression = compileExpression(text, { namespaces: new Map(Object.entries(namespaces)), place, report });
  if (!expression) throw new Error(`${text} does not compile: ${JSON.stringify(report.findings)}`);
  return expression;
}

/** A message as a POST brings it in. */
function receive({ Exchange, readRequest, readSettings }, { silentFlowLog, systemClock, systemRandom }, headers, body) {
  const nothing = () => undefined;
  const services = {
    clock: systemClock,
    random: systemRandom,
    registry: { text: nothing, value: nothing, property: nothing, put: nothing, putProperty: nothing },
    outbound: { send: () => Promise.reject(new Error('no backend')), close: () => Promise.resolve() },
    log: silentFlowLog,
    settings: readSettings(new Map()),
    artifacts: undefined,
    localEntry: nothing,
    systemProperty: nothing,
    environment: nothing,
    fileProperty: nothing,
    config: nothing,
  };
  const client = {
    method: 'POST',
    target: '/bench',
    scheme: 'http',
    host: 'localhost',
    remoteAddress: '127.0.0.1',
    remoteHost: 'localhost',
    httpVersion: '1.1',
  };
  const exchange = new Exchange({ services, client, deliver: nothing });
  return readRequest(exchange, { headers: Object.entries(headers), body: Buffer.from(body) });
}
