import assert from 'node:assert/strict';
import {
  FreeMarkerTemplate,
  FtlFailure,
  type FtlSurroundings,
  FtlSyntaxError,
} from '../../../../engine/expressions/index.js';

const surroundings: FtlSurroundings = {
  variable: () => undefined,
  now: () => Date.UTC(2024, 0, 2, 3, 4, 5),
  load: (path) =>
    ({ 'a.ftl': '<#macro m>M${x!}</#macro><#assign y = 5>in', 'self.ftl': '<#include "self.ftl">' })[path],
  limits: { maxOutput: 1000, maxSteps: 1000 },
};

function fill(text: string): string {
  return new FreeMarkerTemplate(text).fill(surroundings);
}

const endless: readonly (readonly [text: string, reason: RegExp])[] = [
  ['<#list 1.. as i></#list>', /takes too long/],
  ['<#list 1..100000 as i><#assign x = i></#list>', /takes too long/],
  ['<#macro m><@m/></#macro><@m/>', /nested too deep/],
  ['<#function f><#return f()></#function>${f()}', /nested too deep/],
  ['<#list 1..500 as i>0123456789</#list>', /output.*too long/],
  ['<#assign s = "0123456789"><#list 1..20 as i><#assign s = s + s></#list>${s}', /too long/],
  ['<#include "self.ftl">', /nested too deep/],
];

const tooDeep = [
  `\${${'('.repeat(300)}1${')'.repeat(300)}}`,
  `\${${'-'.repeat(300)}1}`,
  `${'<#if true>'.repeat(150)}${'</#if>'.repeat(150)}`,
];

const refused: readonly (readonly [text: string, offset: number])[] = [
  ['a${', 3],
  ['${payload.}', 10],
  ['x\n<#if a', 8],
  ['<#list x as y>', 0],
  ['ab<#if true></#list>', 12],
  ['${x?nope}', 4],
];

describe('FreeMarker templates', () => {
  for (const [text, reason] of endless) {
    it(`are stopped: ${text}`, () => {
      assert.throws(
        () => fill(text),
        (thrown) => thrown instanceof FtlFailure && reason.test(thrown.reason),
      );
    });
  }

  for (const text of tooDeep) {
    it(`are refused when they nest too deep: ${text.slice(0, 30)}`, () => {
      assert.throws(() => new FreeMarkerTemplate(text), FtlSyntaxError);
    });
  }

  for (const [text, offset] of refused) {
    it(`are refused at ${offset}: ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => new FreeMarkerTemplate(text),
        (thrown) => thrown instanceof FtlSyntaxError && thrown.offset === offset,
      );
    });
  }

  it('include and import other templates', () => {
    assert.equal(fill('<#include "a.ftl">${y}<@m/>'), 'in5M');
    assert.equal(fill('<#assign x = 1><#import "a.ftl" as a>${a.y}<@a.m/>${y!"-"}'), '5M-');
    assert.equal(fill('<#include "none" ignore_missing=true>x'), 'x');
    assert.throws(() => fill('<#include "none">'), FtlFailure);
  });

  it('know the time of the engine', () => {
    assert.equal(
      fill('<#setting time_zone="UTC">${.now?string("yyyy-MM-dd HH:mm:ss")} ${.now?iso_utc}'),
      '2024-01-02 03:04:05 2024-01-02T03:04:05Z',
    );
  });
});
