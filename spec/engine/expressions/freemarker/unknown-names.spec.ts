import assert from 'node:assert/strict';
import { FreeMarkerTemplate } from '../../../../engine/expressions/index.js';

const known = new Set(['payload', 'args']);

/** Templates, and the names in them that nothing sets. */
const templates: readonly (readonly [text: string, ...unknown: readonly string[]])[] = [
  ['${payload.a} ${payloads.x}', 'payloads'],
  ['${x!"d"} ${x??} ${(x.y)!"q"} ${x?has_content?c}'],
  ['<#assign x = 1>${x}<#assign y>a</#assign>${y}<#global z = 1>${z}'],
  ['<#list payload as i>${i}${i_index}${i_has_next?c}</#list>'],
  ['<#list payload as k, v>${k}${v}</#list><#list payload><#items as z>${z}</#items></#list>'],
  ['<#macro m a rest...>${a}<#list rest as r>${r}</#list><#nested 1></#macro><@m a=zz ; p>${p}</@m>', 'zz'],
  ['<#function f x><#return x></#function>${f(1)} ${g(2)}', 'g'],
  ['${payload?map(q -> q.a)?join(",")} ${payload[idx]} ${"a${inner}"}', 'idx', 'inner'],
  ['<#if a>x<#elseif b>y</#if><#switch c><#case d>z</#switch>', 'a', 'b', 'c', 'd'],
  ['<#attempt>${u}<#recover>${w}</#attempt>'],
  ['<#include "x">${anything}'],
  ['${"x"?eval} ${anything}'],
];

describe('the names in FreeMarker templates', () => {
  for (const [text, ...unknown] of templates) {
    it(`that nothing sets in ${JSON.stringify(text)}: ${unknown.join(', ') || 'none'}`, () => {
      const found = new FreeMarkerTemplate(text).unknownNames(known);
      assert.deepEqual(
        found.map(({ name }) => name),
        unknown,
      );
      for (const { name, offset } of found) if (!text.includes('"a$')) assert.ok(text.slice(offset).startsWith(name));
    });
  }
});
