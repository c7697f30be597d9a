import { describe, expect, it } from 'vitest';
import type { StreamMessage } from '../../client/index.ts';
import { logOf } from '../testing/booking-log.ts';
import { strikeBalance } from './balance.ts';
import { Receipts } from './receipts.ts';

const LOG = logOf('b_1', 'pending', 'assigned of driver-1', 'accepted of driver-1');

function update(version: number): StreamMessage {
  return {
    type: 'status_update',
    booking_id: 'b_1',
    status: 'pending',
    timestamp: 0,
    by: 'rider',
    version,
    seq: version,
  };
}

function offer(version: number): StreamMessage {
  return {
    type: 'driver_assigned',
    booking_id: 'b_1',
    rider_id: 'rider-1',
    pickup_location: 'A',
    dropoff_location: 'B',
    expires_at: 0,
    version,
    seq: 1,
  };
}

/** Clients that were shown everything that the log promises. */
function allShown(): Receipts {
  const receipts = new Receipts();
  for (const version of [1, 2, 3]) receipts.record('rider:rider-1', update(version));
  receipts.record('driver:driver-1', offer(2));
  receipts.record('driver:driver-1', update(3));
  return receipts;
}

describe('the balance of a run', () => {
  it('is even when everybody was shown what the log says, once', () => {
    expect(strikeBalance([LOG], allShown())).toEqual({
      expected: 5,
      received: 5,
      lost: [],
      repeatedCount: 0,
      repeated: [],
      unexpected: [],
    });
  });

  it('names what nobody was shown', () => {
    const { expected, received, lost } = strikeBalance([LOG], new Receipts());
    expect({ expected, received }).toEqual({ expected: 5, received: 0 });
    expect(lost).toContain('driver_assigned b_1 version 2 to driver:driver-1');
  });

  it('counts each showing beyond the first', () => {
    const receipts = allShown();
    receipts.record('rider:rider-1', update(3));
    receipts.record('rider:rider-1', update(3));
    const { received, repeatedCount, repeated } = strikeBalance([LOG], receipts);
    expect({ received, repeatedCount }).toEqual({ received: 5, repeatedCount: 2 });
    expect(repeated).toEqual(['status_update b_1 version 3 to rider:rider-1']);
  });

  it('names what was shown to somebody whom it was not for', () => {
    const receipts = allShown();
    receipts.record('driver:driver-2', update(3));
    expect(strikeBalance([LOG], receipts).unexpected).toEqual([
      'status_update b_1 version 3 to driver:driver-2',
    ]);
  });

  it('leaves messages of a web site out', () => {
    const receipts = allShown();
    receipts.record('rider:rider-1', { type: 'notification', event: 'promo', data: 1, seq: 9 });
    expect(strikeBalance([LOG], receipts).unexpected).toEqual([]);
  });
});

describe('what a client was shown', () => {
  it('is out of order when an older version of a booking comes after a newer one', () => {
    const receipts = allShown();
    expect(receipts.disorder).toEqual([]);
    receipts.record('rider:rider-1', update(2));
    expect(receipts.disorder).toEqual([
      'status_update b_1 version 2 to rider:rider-1 came after version 3',
    ]);
  });
});
