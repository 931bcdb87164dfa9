import { defineMediator, type Run, STOP } from '../engine/kit.js';

const respond: Run = (message) => {
  message.to = undefined;
  message.isResponse = true;
  message.exchange.ending = 'respond';
  const sending = message.exchange.respond(message);
  return sending ? sending.then(() => STOP) : STOP;
};

export default defineMediator({
  element: 'respond',
  summary: 'Sends the message back to the client and ends the flow.',
  example: '<respond/>',
  compile: () => respond,
});
