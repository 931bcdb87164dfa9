import { attribute, CONTINUE, defineMediator, expressionKind, javaRegexKind, many, one } from '../engine/kit.js';

export default defineMediator({
  element: 'switch',
  summary: 'Runs the first case whose pattern matches the whole value, otherwise the default.',
  attributes: {
    source: attribute(expressionKind(), 'Value to compare.', { required: true }),
  },
  children: {
    case: many(
      {
        attributes: {
          regex: attribute(javaRegexKind, 'Java pattern; the whole value must match.', { required: true }),
        },
        body: 'mediators',
      },
      'Runs when its pattern is the first to match.',
    ),
    default: one({ body: 'mediators' }, 'Runs when no case matches, or the value is unset.'),
  },
  contentAware: ({ source }) => source.contentAware,
  example: `<switch source="$trp:X-Tier"><case regex="gold|silver"><property name="fast" value="true"/></case></switch>`,
  compile({ source, case: cases, default: otherwise }, load) {
    const branches = cases.map(({ regex, body }) => ({ regex, run: load.list(body) }));
    const fallback = otherwise ? load.list(otherwise.body) : () => CONTINUE;
    return (message) => {
      const text = source.string(message);
      const found = text === null ? undefined : branches.find(({ regex }) => regex.matches(text));
      return (found?.run ?? fallback)(message);
    };
  },
});
