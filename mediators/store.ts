import {
  artifactsOf,
  attribute,
  CONTINUE,
  defineMediator,
  dynamicKind,
  Fault,
  JavaNumber,
  keyKind,
} from '../engine/kit.js';

export default defineMediator({
  element: 'store',
  summary: 'Puts a copy of the message into a message store; the flow goes on.',
  attributes: {
    messageStore: attribute(dynamicKind, 'Name of the message store, or {expression}.', { required: true }),
    sequence: attribute(keyKind('sequence'), 'Sequence that the message runs before it is stored.'),
  },
  contentAware: true,
  example: '<store messageStore="orders"/>',
  compile({ messageStore, sequence, element }, load) {
    const fixed = messageStore.text;
    if (fixed !== undefined) {
      load.reference({ target: 'messageStore', key: fixed, place: element.attribute('messageStore')!.place });
    }
    return async (message) => {
      const { messageId, exchange, properties } = message;
      const artifacts = artifactsOf(message);
      const store = artifacts.messageStore(fixed ?? messageStore.string(message) ?? '');
      if (!store) throw new Fault('Message Store does not exist.');
      // Whatever the sequence ends with, the message is stored; one that is missing is passed over.
      if (sequence !== undefined) await artifacts.sequence(sequence)?.run(message);
      if (!message.built) await message.build();
      if (!store.put(message)) {
        properties.set('HTTP_SC', new JavaNumber('int', 500));
        throw new Fault(`Failed to store message [${messageId}] in store [${store.name}].`, {
          detail: 'Failed to store message.',
        });
      }
      exchange.skipAcknowledgement();
      return CONTINUE;
    };
  },
});
