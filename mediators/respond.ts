import { defineMediator, STOP } from '../engine/kit.js';

export default defineMediator({
  element: 'respond',
  summary: 'Sends the message back to the client and ends the flow.',
  example: '<respond/>',
  compile() {
    return (message) => {
      message.to = undefined;
      message.isResponse = true;
      message.exchange.ending = 'respond';
      const sending = message.exchange.respond(message);
      return sending ? sending.then(() => STOP) : STOP;
    };
  },
});
