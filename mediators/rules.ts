import { defineMediator } from '../engine/kit.js';

export default defineMediator({
  element: 'rules',
  summary: 'Runs its mediators; nothing else.',
  body: 'mediators',
  example: '<rules><log/></rules>',
  compile: ({ body }, load) => load.list(body),
});
