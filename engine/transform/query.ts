import fontoxpath from 'fontoxpath';
import { Document, parseXmlDocument, serializeToWellFormedString } from 'slimdom';
import type { QueryItem, QueryJob } from './transform-job.js';

const { evaluateXPath } = fontoxpath;

/** Runs a query. It can read nothing but its variables. Throws what the library throws. */
export function runQuery({ query, variables }: QueryJob): QueryItem[] {
  const values = Object.fromEntries(
    variables.map(({ name, value }) => [name, typeof value === 'object' ? parseXmlDocument(value.document) : value]),
  );
  const items = evaluateXPath(query, null, null, values, evaluateXPath.ALL_RESULTS_TYPE, {
    language: evaluateXPath.XQUERY_3_1_LANGUAGE,
    nodesFactory: Object.assign(new Document(), { createDocument: () => new Document() }),
    namespaceResolver: () => null,
  });
  return items.map(itemOf);
}

function itemOf(item: unknown): QueryItem {
  if (typeof item === 'object' && item !== null && 'nodeType' in item) {
    const node = item as Parameters<typeof serializeToWellFormedString>[0];
    // Attributes and texts count as what they say.
    const text = [2, 3].includes(node.nodeType) ? String(node.nodeValue) : serializeToWellFormedString(node);
    return { kind: [2, 3].includes(node.nodeType) ? 'atomic' : 'node', text };
  }
  return { kind: 'atomic', text: String(item) };
}
