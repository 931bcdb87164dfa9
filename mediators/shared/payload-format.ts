import { type ArtifactElement, type Place, serializeXml, XmlElement, type XmlNode, XmlText } from '../../engine/kit.js';
import type { Media } from './payload-text.js';

/** The text of an inline `<format>` (mediators-message sheet 6, "Inline format text"). */
export function inlineFormat(format: ArtifactElement, media: Media): string {
  const root = format.elements()[0];
  if (media !== 'xml' || !root) return directText(format);
  return formatOf(root.toLight());
}

/** A template held as XML: serialised without the texts that are only white space. */
export function formatOf(element: XmlElement): string {
  const copy = element.clone();
  dropBlankTexts(copy);
  return serializeXml(copy);
}

function directText(format: ArtifactElement): string {
  return format.children
    .map((child) => (child.kind === 'text' && child.value.trim() !== '' ? child.value : ''))
    .join('');
}

function dropBlankTexts(element: XmlElement): void {
  let child: XmlNode | null = element.firstChild;
  while (child) {
    const next: XmlNode | null = child.nextSibling;
    if (child instanceof XmlElement) dropBlankTexts(child);
    else if (child instanceof XmlText && child.data.trim() === '') child.remove();
    child = next;
  }
}

/** Where a character of the text of an inline format stands; of a format that was written as XML the format itself. */
export function placeInFormat(format: ArtifactElement, media: Media, offset: number): Place {
  if (media === 'xml' && format.elements()[0]) return format.place;
  let start = 0;
  for (const child of format.children) {
    if (child.kind !== 'text' || child.value.trim() === '') continue;
    if (offset <= start + child.value.length) return child.placeAt(offset - start);
    start += child.value.length;
  }
  return format.place;
}

/** Where a piece of text stands below an element; the element itself when it is not found. */
export function placeOfText(element: ArtifactElement, text: string): (offset: number) => Place {
  for (const child of element.children) {
    if (child.kind === 'text') {
      const start = child.value.indexOf(text);
      if (start >= 0) return (offset) => child.placeAt(start + offset);
    } else if (child.kind === 'element') {
      const inside = placeOfText(child, text);
      if (inside(0) !== child.place) return inside;
    }
  }
  for (const attribute of element.attributes) {
    const start = attribute.value.indexOf(text);
    if (start >= 0) return (offset) => attribute.placeAt(start + offset);
  }
  return () => element.place;
}
