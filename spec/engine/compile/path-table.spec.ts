import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exactPath, type Mapping, readResourceTemplate, readUrlMapping } from '../../../engine/compile/mapping.js';
import { pathTable } from '../../../engine/compile/path-table.js';

const mappings = ['/a', '/a/', '/a/b', '/', '/*', '/a/*', '/a/b/*', '/b/*', '*.xml', '*.a'].map(readUrlMapping);
const templates = ['/a', '/a/{x}', '/{x}', '/a*', '/*', '/{x}/b', '/a/{x}?q={q}', '/a/{+x}'].map((text) =>
  readResourceTemplate(text),
);

const mapping = fc.constantFrom(...mappings, ...templates, undefined);
const path = fc
  .array(fc.constantFrom('/', '/', 'a', 'b', '?', '.xml', '.a', '*', 'q=1'), { maxLength: 8 })
  .map((parts) => `/${parts.join('')}`);

/** The rule of the configuration sheet 3.5, one mapping after the other. */
function chosen(list: readonly (Mapping | undefined)[], subPath: string): number | undefined {
  const withUrl = list.flatMap((each, place) => (each?.kind === 'url-mapping' ? [{ mapping: each, place }] : []));
  const exact = withUrl.find((each) => each.mapping.exact === exactPath(subPath));
  if (exact) return exact.place;
  const longest = withUrl.reduce((most, each) => Math.max(most, each.mapping.matchingSegments(subPath)), 0);
  const byPath = longest > 0 && withUrl.find((each) => each.mapping.matchingSegments(subPath) === longest);
  if (byPath) return byPath.place;
  const byExtension = withUrl.find((each) => each.mapping.hasExtension(subPath));
  if (byExtension) return byExtension.place;
  const byTemplate = list.findIndex((each) => each?.kind === 'uri-template' && each.match(subPath) !== undefined);
  const place = byTemplate < 0 ? list.indexOf(undefined) : byTemplate;
  return place < 0 ? undefined : place;
}

describe('a table of paths', () => {
  it('finds what trying one mapping after the other finds', () => {
    fc.assert(
      fc.property(fc.array(mapping, { maxLength: 6 }), path, (list, subPath) => {
        assert.equal(pathTable(list).find(subPath)?.place, chosen(list, subPath));
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives the variables of a template', () => {
    const found = pathTable([readResourceTemplate('/a/{x}')]).find('/a/7');
    assert.deepEqual([...found!.variables], [['x', '7']]);
  });

  it('is shared by those who have the same mappings in the same order', () => {
    const [one, other] = [readUrlMapping('/a/*'), readResourceTemplate('/{x}')];
    const again = [readUrlMapping('/a/*'), readResourceTemplate('/{x}')];
    assert.equal(pathTable([one, other]), pathTable(again));
    assert.notEqual(pathTable([one, other]), pathTable([other, one]));
    assert.notEqual(pathTable([readUrlMapping('/x')]), pathTable([readResourceTemplate('/x')]));
  });
});
