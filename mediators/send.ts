import {
  attribute,
  defineMediator,
  dynamicKind,
  endpointShape,
  one,
  runOutFlow,
  STOP,
  textKind,
  toAddress,
} from '../engine/kit.js';
import { forEachAnswer } from './shared/recipients.js';

export default defineMediator({
  element: 'send',
  summary: 'Sends the message to an endpoint and ends this flow; the answer goes to the out flow.',
  attributes: {
    receive: attribute(dynamicKind, 'Sequence for the answer, instead of the out flow.'),
    buildmessage: attribute(textKind, 'No visible effect: an unread body stays unread.'),
  },
  children: {
    endpoint: one(endpointShape, 'Where to; without it a request goes to its To address, a response to the client.'),
  },
  example: '<send/>',
  compile({ receive, endpoint }, load) {
    const to = endpoint ? load.endpoint(endpoint.element) : undefined;
    return async (message) => {
      if (!to && message.isResponse) {
        message.exchange.ending = 'respond';
        await message.exchange.respond(message);
        return STOP;
      }
      message.exchange.ending = 'send';
      const outOnly = message.properties.get('OUT_ONLY') === 'true';
      const receiver = receive?.string(message);
      const target = to ?? toAddress;
      const recipients = outOnly ? undefined : target.deliver?.(message, { blocking: false, outOnly });
      if (recipients) return forEachAnswer(recipients, (answer) => runOutFlow(answer, receiver ?? undefined));
      const answered = await target.send(message, { blocking: false, outOnly });
      if (answered && !outOnly) await runOutFlow(message, receiver ?? undefined);
      return STOP;
    };
  },
});
