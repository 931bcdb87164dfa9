import { CONTINUE, defineMediator } from '../engine/kit.js';

export default defineMediator({
  element: 'in',
  summary: 'Runs its mediators when the message is a request.',
  body: 'mediators',
  example: '<in><log/></in>',
  compile({ body }, load) {
    const run = load.list(body);
    return (message) => (message.isResponse ? CONTINUE : run(message));
  },
});
