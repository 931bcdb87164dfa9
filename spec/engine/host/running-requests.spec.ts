import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RunningRequest } from '../../../engine/host/running-request.js';
import { RunningRequests } from '../../../engine/host/running-requests.js';

describe('the running requests', () => {
  it('are those that were added and not deleted', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 })), (choices) => {
        const subject = new RunningRequests();
        const model = new Set<RunningRequest>();
        for (const choice of choices) {
          const present = [...model][choice];
          if (present) {
            subject.delete(present);
            model.delete(present);
          } else {
            const added = { slot: 0 } as RunningRequest;
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
