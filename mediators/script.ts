import {
  type ArtifactElement,
  attribute,
  checkScriptSyntax,
  type DynamicText,
  defineMediator,
  dynamicKind,
  enumKind,
  type Load,
  looksLikeE4x,
  many,
  nameKind,
  one,
  type Report,
  textContext,
  textKind,
} from '../engine/kit.js';
import type { ScriptLanguage } from './shared/script-host.js';
import { compileScriptArgument, scriptArgumentShape } from './shared/script-inputs.js';
import { externalScript, inlineScript } from './shared/script-run.js';

const LANGUAGES: readonly ScriptLanguage[] = ['js', 'graalJs', 'nashornJs', 'rhinoJs'];

export default defineMediator({
  element: 'script',
  summary: 'Runs JavaScript over the message, in a sandbox.',
  attributes: {
    language: attribute(nameKind, '`js`, `graalJs`, `nashornJs` or `rhinoJs`.', { required: true }),
    key: attribute(dynamicKind, 'Local entry or registry resource with the script, instead of the text inside.'),
    function: attribute(nameKind, 'Function of the script under `key`; default `mediate`.'),
    target: attribute(enumKind(['body', 'variable', 'none']), 'Where the result of the function under `key` goes.'),
    'target-variable': attribute(textKind, 'Variable for the result, with target="variable".'),
  },
  children: {
    include: many(
      { attributes: { key: attribute(dynamicKind, 'Local entry or registry resource.', { required: true }) } },
      'A further script, evaluated behind the one under `key`.',
    ),
    inputs: one(
      { children: { argument: many(scriptArgumentShape, 'An argument.') } },
      'Arguments of the function, behind `mc`.',
    ),
  },
  body: 'text',
  contentAware: true,
  example: `<script language="js"><![CDATA[
  var order = mc.getPayloadJSON();
  mc.setPayloadJSON({id: order.id, total: order.price * order.count});
]]></script>`,
  check({ language, key, function: name, target, 'target-variable': variable, element }, report) {
    const known = LANGUAGES.some((each) => each === language);
    if (!known) report.add('script/no-engine', element.attribute('language')!.place, { language });
    if (name !== undefined && !key) {
      const reason = 'The attribute function needs the attribute key: an inline script is run as a whole.';
      report.add('mediator/invalid', element.attribute('function')!.place, { reason });
    }
    if (target === 'variable' && !variable) {
      const reason = 'target="variable" needs the attribute target-variable.';
      report.add('mediator/invalid', element.attribute('target')!.place, { reason });
    }
    if (known && !key) checkInline(element, report);
  },
  compile({ language: named, key, function: name = 'mediate', target, include, inputs, body, ...rest }, load) {
    const language = LANGUAGES.find((known) => known === named) ?? 'js';
    if (!key) return inlineScript(language, body);
    for (const each of [key, ...include.map((one) => one.key)]) noteReference(each, rest.element, load);
    // Arguments and a result are for functions of the newer engine only (mediators-message sheet 9).
    const result = target && takesResult(language) ? { target, variable: rest['target-variable'] ?? '' } : undefined;
    const args = result ? (inputs?.argument ?? []).map(compileScriptArgument) : [];
    return externalScript({ language, key, includes: include.map((one) => one.key), name, args, result });
  },
});

function takesResult(language: ScriptLanguage): boolean {
  return language === 'js' || language === 'graalJs';
}

/** Linking checks that a static key leads to something. */
function noteReference(key: DynamicText, element: ArtifactElement, load: Load): void {
  if (key.kind === 'static') load.reference({ target: 'entry', key: key.source, place: element.place });
}

/** Reports what is wrong with the text of an inline script. E4X is let through, as the older engines run it. */
function checkInline(element: ArtifactElement, report: Report): void {
  const text = element.text();
  const problem = checkScriptSyntax(text);
  if (!problem) return;
  const at = textContext(element, report).place(problem.offset);
  if (looksLikeE4x(text)) report.add('script/e4x', at);
  else report.add('script/syntax', at, { reason: problem.reason });
}
