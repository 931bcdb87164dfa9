import {
  after,
  attribute,
  defineMediator,
  dynamicKind,
  endpointShape,
  one,
  STOP,
  textKind,
  toAddress,
} from '../engine/kit.js';
import { sendOff } from './shared/send-off.js';

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
    return (message) => {
      if (!to && message.isResponse) {
        message.exchange.ending = 'respond';
        return after(message.exchange.respond(message), () => STOP);
      }
      return sendOff(to ?? toAddress, message, receive?.string(message) ?? undefined);
    };
  },
});
