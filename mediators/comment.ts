import { CONTINUE, defineMediator } from '../engine/kit.js';

export default defineMediator({
  element: 'comment',
  summary: 'A remark among mediators; it does nothing.',
  body: 'content',
  example: '<comment>Prices are checked further down.</comment>',
  compile: () => () => CONTINUE,
});
