import { JsonNumber, type JsonOutline, type OutlineValue, parseJson } from '../../message/index.js';
import { byName } from './numbers.js';

/**
 * The text of the value at member names, cut out of the text that the outline is of: what `resultText` gives for the
 * value in a tree.
 * @returns '' when the names lead nowhere, undefined when only a tree can tell
 */
export function outlineText(outline: JsonOutline, names: readonly string[]): string | undefined {
  const found = outline.find(names);
  if (found === undefined) return '';
  found.made ??= valueText(outline, found);
  return found.made;
}

function valueText(outline: JsonOutline, found: OutlineValue): string | undefined {
  switch (outline.text.charCodeAt(found.start)) {
    case 0x22:
      return stringText(outline, found);
    case 0x7b:
      return outline.printed(reduced(outline, found));
    case 0x5b:
      return outline.printed(found);
    case 0x74:
    case 0x66:
    case 0x6e:
      return outline.source(found);
    default:
      return String(byName(new JsonNumber(outline.source(found))));
  }
}

function stringText(outline: JsonOutline, value: OutlineValue): string {
  const inside = outline.text.slice(value.start + 1, value.end - 1);
  return inside.includes('\\') ? (parseJson(outline.source(value)) as string) : inside;
}

/** An object's member `members`, else `elements`, when it is not null; the object itself when it has neither. */
function reduced(outline: JsonOutline, object: OutlineValue): OutlineValue {
  return present(outline, object, 'members') ?? present(outline, object, 'elements') ?? object;
}

function present(outline: JsonOutline, object: OutlineValue, name: string): OutlineValue | undefined {
  const member = outline.member(object, name);
  return member !== undefined && outline.text.charCodeAt(member.start) === 0x6e ? undefined : member;
}
