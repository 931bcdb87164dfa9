import {
  artifactsOf,
  attribute,
  defineMediator,
  dynamicKind,
  Fault,
  keyKind,
  nameKind,
  type Outcome,
  withOnError,
} from '../engine/kit.js';

export default defineMediator({
  element: 'sequence',
  summary: 'Runs another sequence by key, or the mediators inside it.',
  attributes: {
    name: attribute(nameKind, 'Names an inline sequence; wins over key.'),
    key: attribute(dynamicKind, 'Name of the sequence, or {expression}.'),
    onError: attribute(keyKind('sequence'), 'For an inline sequence: runs when a mediator inside fails.'),
  },
  firstOf: [['name'], ['key']],
  body: 'mediators',
  example: '<sequence key="audit"/>',
  check({ key, onError, element }, report) {
    if (!key || onError === undefined) return;
    const reason = 'onError is not allowed beside key; put it on the sequence that is named.';
    report.add('mediator/invalid', element.attribute('onError')!.place, { reason });
  },
  compile({ key, onError, body, element }, load) {
    if (!key) return withOnError(load.list(body), onError);
    const fixed = key.text;
    if (fixed !== undefined) load.reference({ target: 'sequence', key: fixed, place: element.attribute('key')!.place });
    return (message): Outcome | Promise<Outcome> => {
      const name = fixed ?? key.string(message);
      const found = name ? artifactsOf(message).sequence(name) : undefined;
      if (found) return found.run(message);
      const what = fixed === undefined ? `expression =${key.source.slice(1, -1)}` : `keyValue ='${fixed}'`;
      throw new Fault(`Sequence named Value {name ='null', ${what}} cannot be found`);
    };
  },
});
