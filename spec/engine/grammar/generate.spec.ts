import assert from 'node:assert/strict';
import {
  attribute,
  completionData,
  type DescribedElement,
  enumKind,
  integerKind,
  many,
  one,
  referenceIndex,
  referencePage,
  schemaDocument,
  textKind,
} from '../../../engine/grammar/index.js';
import { parseXml } from '../../../engine/xml/index.js';

const shop: DescribedElement = {
  element: 'shop',
  summary: 'Sells | buys.',
  aliases: ['store'],
  example: '<shop/>',
  attributes: {
    name: attribute(textKind, 'Name.', { required: true }),
    mode: attribute(enumKind(['a<b', 'c']), 'Mode.', { default: 'c' }),
    size: attribute(integerKind, 'Size.', { ignored: 'it is endless' }),
  },
  firstOf: [['name', 'mode'], ['size']],
  children: {
    shelf: many({ attributes: { id: attribute(textKind, 'Id.') }, body: 'text' }, 'A shelf.'),
    door: one({ body: 'content' }, 'The door.', { required: true, element: 'gate' }),
  },
  body: 'mediators',
};

describe('the reference page of an element', () => {
  const page = referencePage(shop);
  for (const line of [
    '# shop',
    'Also written `store`.',
    '| `name` | text | required | Name. |',
    '| `mode` | one of: a<b, c | `c` | Mode. |',
    '| `size` | integer |  | Size. No effect here: it is endless. |',
    'Of `name` with `mode`, `size` the first complete one counts.',
    '### `<shelf>` (any number)',
    'Holds text.',
    '### `<gate>` (required)',
    'Holds free content.',
    'Holds mediators.',
    '```xml\n<shop/>\n```',
  ]) {
    it(`says ${JSON.stringify(line)}`, () => {
      assert.ok(page.includes(`\n${line}\n`), page);
    });
  }

  it('is listed in the index, with bars escaped', () => {
    assert.ok(referenceIndex('Things', [shop]).includes('\n| [shop](shop.md) | Sells \\| buys. |\n'));
  });
});

describe('the XML schema', () => {
  const text = schemaDocument([], [shop]);

  it('is well-formed', () => {
    assert.equal(parseXml(text).documentElement?.localName, 'schema');
  });

  for (const piece of [
    '<xs:attribute name="name" type="xs:string" use="required"/>',
    '<xs:enumeration value="a&lt;b"/>',
    '<xs:attribute name="size" type="xs:integer"/>',
    '<xs:element name="gate">',
    '<xs:group ref="mediator"/>',
    '<xs:element ref="store"/>',
  ]) {
    it(`holds ${piece}`, () => {
      assert.ok(text.includes(piece), text);
    });
  }
});

describe('the completion data', () => {
  it('is JSON with every name', () => {
    const { mediators } = JSON.parse(completionData([], [shop])) as {
      mediators: Record<string, { attributes: object; children: object; content: string }>;
    };
    const { attributes, children, content } = mediators.shop;
    assert.deepEqual(attributes, {
      name: { type: 'text', doc: 'Name.', required: true },
      mode: { type: 'one of', doc: 'Mode.', values: ['a<b', 'c'] },
      size: { type: 'integer', doc: 'Size.' },
    });
    assert.deepEqual(Object.keys(children), ['shelf', 'gate']);
    assert.equal(content, 'mediators');
  });
});
