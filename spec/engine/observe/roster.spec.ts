import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Roster, type RosterEntry } from '../../../engine/observe/index.js';

describe('a roster', () => {
  it('holds those that were added and not deleted', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 })), (choices) => {
        const subject = new Roster<RosterEntry>();
        const model = new Set<RosterEntry>();
        for (const choice of choices) {
          const present = [...model][choice];
          if (present) {
            subject.delete(present);
            subject.delete(present);
            model.delete(present);
          } else {
            const added = { slot: 0 };
            subject.add(added);
            model.add(added);
          }
          assert.equal(subject.size, model.size);
          assert.deepEqual(new Set(subject.all()), model);
        }
      }),
    );
  });
});
