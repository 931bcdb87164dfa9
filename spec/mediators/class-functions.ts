import type { ClassMediator } from '../../engine/index.js';

/** The functions that the cases of `class` run, by the class that they stand for. */
export const classFunctions: ReadonlyMap<string, ClassMediator> = new Map<string, ClassMediator>([
  [
    'com.example.Stamp',
    (message, properties) => {
      for (const [name, value] of properties) message.setProperty('default', `stamp.${name}`, value);
      return true;
    },
  ],
  ['com.example.Stop', () => false],
  [
    'com.example.Later',
    async (message) => {
      await Promise.resolve();
      message.setProperty('default', 'later', 'yes');
      return true;
    },
  ],
  [
    'com.example.Broken',
    () => {
      throw new TypeError('a detail of the implementation');
    },
  ],
  ['com.example.BrokenLater', () => Promise.reject(new TypeError('a detail of the implementation'))],
]);
