import { attribute, nameKind, type Shape, textKind } from '../grammar/index.js';

/**
 * The grammar of `<endpoint>` as other grammars need it: its attributes. What stands inside is read and checked by
 * `readEndpoint`.
 */
export const endpointShape = {
  attributes: {
    name: attribute(textKind, 'Name of the endpoint; shown in faults and in its state.'),
    key: attribute(nameKind, 'Name of another endpoint, looked up for every message.'),
    'key-expression': attribute(textKind, 'Expression that gives the name of another endpoint.'),
    template: attribute(nameKind, 'Endpoint template to fill in.'),
    uri: attribute(textKind, 'Parameter `uri` of the template.'),
    onError: attribute(textKind, 'Sequence for faults of this endpoint, except refused connections.'),
  },
  body: 'content',
} as const satisfies Shape;
