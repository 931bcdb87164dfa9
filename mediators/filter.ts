import { attribute, branch, CONTINUE, defineMediator, expressionKind, javaRegexKind, type Run } from '../engine/kit.js';

export default defineMediator({
  element: 'filter',
  summary: 'Runs `then` when the condition holds, otherwise `else`.',
  attributes: {
    xpath: attribute(expressionKind(), 'Condition; its boolean value decides.'),
    source: attribute(expressionKind(), 'Value to match against `regex`.'),
    regex: attribute(javaRegexKind, 'Java pattern; the whole value must match.'),
  },
  firstOf: [['xpath'], ['source', 'regex']],
  children: {
    then: branch('Runs when the condition holds. Without it, all mediators of the filter do.'),
    else: branch('Runs when the condition fails.'),
  },
  body: 'mediators',
  contentAware: ({ xpath, source }) => (xpath ?? source)?.contentAware ?? false,
  example: `<filter xpath="json-eval($.urgent)"><then><property name="queue" value="fast"/></then></filter>`,
  check({ regex, then: yes, else: no, body, element }, report) {
    const pattern = regex && element.attribute('regex');
    if (pattern && pattern.value.trim() === '') {
      const reason = 'it must not be empty';
      report.add('grammar/bad-value', pattern.place, { value: JSON.stringify(pattern.value), name: 'regex', reason });
    }
    if (no && !yes)
      report.add(
        'grammar/unknown-mediator',
        no.place,
        { name: `{${element.namespace}}else` },
        'Put the other mediators into <then>.',
      );
    if (!yes) return;
    for (const ignored of body.elements) {
      report.add('grammar/ignored', ignored.place, { name: ignored.name, reason: 'beside <then> only <else> is read' });
    }
  },
  compile({ xpath, source, regex, then: yes, else: no, body }, load) {
    const onTrue = yes ? load.branch(yes, 'then sequence') : load.list(body);
    const onFalse: Run = no ? load.branch(no, 'else sequence') : () => CONTINUE;
    if (xpath) return (message) => (xpath.boolean(message) ? onTrue(message) : onFalse(message));
    return (message) => {
      const text = source!.string(message);
      return text !== null && regex!.matches(text) ? onTrue(message) : onFalse(message);
    };
  },
});
