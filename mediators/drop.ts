import { defineMediator, STOP } from '../engine/kit.js';

export default defineMediator({
  element: 'drop',
  summary: 'Ends the message: nothing after it runs, and nothing is answered by it.',
  example: '<drop/>',
  compile() {
    return (message) => {
      message.exchange.ending = 'drop';
      return STOP;
    };
  },
});
