import { defineMediator, runOutFlow, STOP } from '../engine/kit.js';

export default defineMediator({
  element: 'loopback',
  summary: 'Turns the request into a response and goes on in the out flow; on a response it only stops.',
  example: '<loopback/>',
  compile() {
    return (message) => {
      if (message.isResponse) return STOP;
      message.isResponse = true;
      return runOutFlow(message);
    };
  },
});
