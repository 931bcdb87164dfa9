/** A format of the output, and how text is escaped in it. */
export interface OutputFormat {
  readonly name: string;
  /** Whether interpolations are escaped by themselves. */
  readonly escapes: boolean;
  escape(text: string): string;
}

const XML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** `?xml`: the five characters of XML. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => XML[character]!);
}

/** `?html`: as XML, the apostrophe left as it is, or as a number in the format HTML. */
export function escapeHtml(text: string, apostrophe = "'"): string {
  return text.replace(/[&<>"']/g, (character) => (character === "'" ? apostrophe : XML[character]!));
}

const FORMATS: readonly OutputFormat[] = [
  { name: 'undefined', escapes: false, escape: (text) => text },
  { name: 'plainText', escapes: false, escape: (text) => text },
  { name: 'XML', escapes: true, escape: escapeXml },
  { name: 'XHTML', escapes: true, escape: (text) => escapeHtml(text, '&#39;') },
  { name: 'HTML', escapes: true, escape: (text) => escapeHtml(text, '&#39;') },
  { name: 'JSON', escapes: false, escape: (text) => text },
  { name: 'JavaScript', escapes: false, escape: (text) => text },
  { name: 'CSS', escapes: false, escape: (text) => text },
];

/** The format of a name; undefined when there is none. */
export function outputFormat(name: string): OutputFormat | undefined {
  return FORMATS.find((format) => format.name === name);
}

/** The format of a template that names none. */
export const UNDEFINED_FORMAT: OutputFormat = FORMATS[0]!;
