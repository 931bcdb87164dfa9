import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Resource } from '../../../engine/compile/api.js';
import { exactPath, readResourceTemplate, readUrlMapping } from '../../../engine/compile/mapping.js';
import { PathTable } from '../../../engine/compile/path-table.js';

const mappings = ['/a', '/a/', '/a/b', '/', '/*', '/a/*', '/a/b/*', '/b/*', '*.xml', '*.a'].map(readUrlMapping);
const templates = ['/a', '/a/{x}', '/{x}', '/a*', '/*', '/{x}/b', '/a/{x}?q={q}', '/a/{+x}'].map((text) =>
  readResourceTemplate(text),
);

const resource = fc
  .constantFrom(...mappings, ...templates, undefined)
  .map((mapping) => ({ mapping }) as unknown as Resource);
const path = fc
  .array(fc.constantFrom('/', '/', 'a', 'b', '?', '.xml', '.a', '*', 'q=1'), { maxLength: 8 })
  .map((parts) => `/${parts.join('')}`);

/** The rule of the configuration sheet 3.5, one resource after the other. */
function chosen(resources: readonly Resource[], subPath: string): Resource | undefined {
  const withUrl = resources.flatMap(({ mapping }, at) => (mapping?.kind === 'url-mapping' ? [{ mapping, at }] : []));
  const exact = withUrl.find(({ mapping }) => mapping.exact === exactPath(subPath));
  if (exact) return resources[exact.at];
  const longest = withUrl.reduce((most, { mapping }) => Math.max(most, mapping.matchingSegments(subPath)), 0);
  const byPath = longest > 0 && withUrl.find(({ mapping }) => mapping.matchingSegments(subPath) === longest);
  if (byPath) return resources[byPath.at];
  const byExtension = withUrl.find(({ mapping }) => mapping.hasExtension(subPath));
  if (byExtension) return resources[byExtension.at];
  return (
    resources.find(({ mapping }) => mapping?.kind === 'uri-template' && mapping.match(subPath) !== undefined) ??
    resources.find(({ mapping }) => mapping === undefined)
  );
}

describe('a table of paths', () => {
  it('finds what trying one resource after the other finds', () => {
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 6 }), path, (resources, subPath) => {
        assert.equal(new PathTable(resources).find(subPath)?.resource, chosen(resources, subPath));
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives the variables of a template', () => {
    const mapping = readResourceTemplate('/a/{x}');
    const found = new PathTable([{ mapping } as unknown as Resource]).find('/a/7');
    assert.deepEqual([...found!.variables], [['x', '7']]);
  });
});
