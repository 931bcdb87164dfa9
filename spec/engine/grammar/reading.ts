import { Report } from '../../../engine/errors/index.js';
import {
  type Reference,
  readShape,
  type Shape,
  SYNAPSE_NAMESPACE,
  type ValuesOf,
} from '../../../engine/grammar/index.js';
import { type ArtifactElement, parseArtifact } from '../../../engine/xml/index.js';

/** What reading an element led to. */
export interface Reading<S extends Shape> {
  readonly values: ValuesOf<S> | undefined;
  /** `line:column code message`, and the advice behind ` | `. */
  readonly findings: readonly string[];
  readonly references: readonly Reference[];
}

/** Parses an element in the Synapse namespace, which starts in the first column of the first line. */
export function element(xml: string): ArtifactElement {
  const end = xml.search(/[\s/>]/);
  const report = new Report();
  const text = `${xml.slice(0, end)} xmlns="${SYNAPSE_NAMESPACE}"${xml.slice(end)}`;
  const root = parseArtifact(text, 'x.xml', report);
  if (!root) throw new Error(`${text}: ${report.findings[0]?.message}`);
  return root;
}

/** Number of characters that `element` puts in front of the first attribute. */
const inserted = ` xmlns="${SYNAPSE_NAMESPACE}"`.length;

/** Reads an element with a shape; columns are those of the text that was given. */
export function read<const S extends Shape>(shape: S, xml: string): Reading<S> {
  const report = new Report();
  const references: Reference[] = [];
  const values = readShape(shape, element(xml), { report, reference: (reference) => references.push(reference) });
  const findings = report.findings.map(({ line, column, code, message, hint }) => {
    const at = line === 1 && column > inserted ? column - inserted : column;
    return `${line}:${at} ${code} ${message}${hint === undefined ? '' : ` | ${hint}`}`;
  });
  return { values, findings, references };
}
