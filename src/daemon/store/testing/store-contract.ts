import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../store.ts';
import { bookingContract } from './booking-contract.ts';
import { exclusivityContract } from './exclusivity-contract.ts';
import { idempotencyContract } from './idempotency-contract.ts';
import { retentionContract } from './retention-contract.ts';
import { streamContract } from './stream-contract.ts';
import { timerContract } from './timer-contract.ts';
import { tokenContract } from './token-contract.ts';

/**
 * A database of one driver, empty at first, and how to open it again after its store was closed.
 */
export interface Subject {
  open(): Promise<Store>;
  remove(): Promise<void> | void;
}

/** Each part gets a store of its own, which its tests share. */
const PARTS = {
  'changes bookings': bookingContract,
  'lets a user have only one': exclusivityContract,
  'answers a repeated command once': idempotencyContract,
  'numbers what it tells a user': streamContract,
  'fires timers': timerContract,
  'keeps tokens and users': tokenContract,
  'deletes what is past its retention': retentionContract,
};

/** What every driver of the store port promises. */
export function describeStore(name: string, create: () => Subject): void {
  describe.each(Object.entries(PARTS))(`${name} %s`, (_, contract) => {
    const subject = create();
    let store: Store;
    beforeAll(async () => {
      store = await subject.open();
    });
    afterAll(async () => {
      await store.close();
      await subject.remove();
    });
    contract(() => store);
  });
}
