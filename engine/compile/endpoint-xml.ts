import { createEndpoint, type Endpoint, readEndpoint } from '../endpoints/index.js';
import { Fault, Report } from '../errors/index.js';
import { parseArtifact } from '../xml/index.js';

/**
 * The endpoint that a piece of XML describes, for what makes endpoints while a flow runs (connections of connectors).
 * @param key names it in findings and faults
 * @throws Fault when the XML is no good endpoint
 */
export function endpointOfXml(xml: string, key: string): Endpoint {
  const report = new Report();
  const root = parseArtifact(xml, key, report);
  const definition = root && readEndpoint(root, { report, reference: () => {} });
  const [first] = report.findings.filter(({ severity }) => severity === 'error');
  if (!definition || first) throw new Fault(`The connection ${key} cannot be used: ${first?.message ?? 'it is empty'}`);
  return createEndpoint(definition);
}
