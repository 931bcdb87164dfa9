import { CONTINUE, defineMediator } from '../engine/kit.js';

export default defineMediator({
  element: 'out',
  summary: 'Runs its mediators when the message is a response.',
  body: 'mediators',
  example: '<out><log/></out>',
  compile({ body }, load) {
    const run = load.list(body);
    return (message) => (message.isResponse ? run(message) : CONTINUE);
  },
});
