import { describe, expect, it } from 'vitest';
import { ClientError } from '../../client/index.ts';
import { ManualClock } from '../../clock/index.ts';
import { CommandBook } from './command-book.ts';
import { Troubles } from './troubles.ts';

const QUESTION = { by: 'driver:7', step: 'start', bookingId: 'b_1', version: 5 };

function openBook() {
  const clock = new ManualClock();
  const troubles = new Troubles();
  return { clock, troubles, book: new CommandBook(clock, troubles) };
}

/** Fails with each of these errors, then succeeds. */
function failingWith(...errors: Error[]) {
  let asked = 0;
  const send = async () => {
    const error = errors[asked];
    asked += 1;
    if (error !== undefined) throw error;
  };
  return { send, asked: () => asked };
}

/** Lets everything happen that only waits for its turn, then time pass. */
async function pass(clock: ManualClock, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(10_000);
  }
}

const busy = () => new ClientError('internal', 'a fault', { temporary: true });

describe('whoever asks for somebody', () => {
  it('asks again after a temporary refusal, which then counts for nothing', async () => {
    const { clock, troubles, book } = openBook();
    const { send, asked } = failingWith(busy(), busy());
    const answer = book.ask(QUESTION, send);
    expect(book.underWay).toBe(1);
    await pass(clock, 3);
    expect(await answer).toEqual({ kind: 'done' });
    expect(asked()).toBe(3);
    expect([troubles.count, book.refusals.length, book.underWay]).toEqual([0, 0, 0]);
  });

  it('gives up in the end, which is an error', async () => {
    const { clock, troubles, book } = openBook();
    const answer = book.ask(QUESTION, () => Promise.reject(busy()));
    await pass(clock, 5);
    expect(await answer).toEqual({ kind: 'failed' });
    expect(troubles.tell()).toEqual(['driver:7, start: ClientError: a fault']);
  });

  it('keeps a lasting refusal until the log can tell whether it was due', async () => {
    const { troubles, book } = openBook();
    const error = new ClientError('conflict', 'no', { details: { reason: 'driver_busy' } });
    const refusal = { ...QUESTION, code: 'conflict', reason: 'driver_busy', message: 'no' };
    const answer = await book.ask(QUESTION, () => Promise.reject(error));
    expect(answer).toEqual({ kind: 'refused', refusal });
    expect(book.refusals).toEqual([refusal]);
    expect(troubles.count).toBe(0);
  });

  it('is silent when the run is over', async () => {
    const { troubles, book } = openBook();
    const error = new ClientError('closed', 'the client is closed');
    expect(await book.ask(QUESTION, () => Promise.reject(error))).toEqual({ kind: 'failed' });
    expect(troubles.count).toBe(0);
  });
});
