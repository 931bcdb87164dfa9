import { defineMediator } from '../engine/kit.js';

export default defineMediator({
  element: 'propertyGroup',
  summary: 'Sets several properties in order; each one sees those before it.',
  body: 'mediators',
  example: `<propertyGroup><property name="a" value="1"/><property name="b" expression="$ctx:a"/></propertyGroup>`,
  check({ body }, report) {
    for (const other of body.elements.filter(({ name }) => name !== 'property')) {
      report.add(
        'grammar/misplaced-element',
        other.place,
        { name: other.name },
        'Only property may stand in a propertyGroup.',
      );
    }
  },
  compile({ body }, load) {
    return load.list(body);
  },
});
