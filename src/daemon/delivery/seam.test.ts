import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { SessionRegistry } from '../gateway/session-registry.ts';
import { RecordingSession } from '../gateway/testing/recording-session.ts';
import type { Delivery as Entry } from '../store/store.ts';
import { recordedLog } from '../store/testing/recorded-log.ts';
import { Delivery } from './delivery.ts';
import { PagedStream } from './testing/paged-stream.ts';

/**
 * Where a stream that is read meets what happens live: commits, publications that are late, lost,
 * doubled or in another order, a socket that does not drain, pages that come late or fail.
 */

const USER = { role: 'rider', userId: '7' } as const;
const PAGE_MAX = 3;

function openSeam({ acks }: { readonly acks: boolean }) {
  const clock = new ManualClock();
  const stream = new PagedStream(USER);
  const registry = new SessionRegistry(clock, { onOnlineChange: () => {}, onPresence: () => {} });
  const { log } = recordedLog();
  const delivery = new Delivery({ store: stream, registry, log, pageMax: PAGE_MAX });
  const session = new RecordingSession(USER, { acks });
  registry.add(session);
  delivery.attach(session);
  const seqs = () => session.sent.flatMap((each) => ('seq' in each ? [each.seq] : []));
  const send = session.sendText.bind(session);
  /** The socket is full after so many more messages: in the middle of a page, too. */
  const fill = (count: number) => {
    let left = count;
    session.sendText = (text) => {
      send(text);
      left -= 1;
      if (left === 0) session.clog();
    };
  };
  return { stream, delivery, session, seqs, fill };
}

type Seam = ReturnType<typeof openSeam>;

/** What may happen next; numbers choose among what there is. */
const steps = {
  commit: ({ stream }: Seam) => stream.commit(),
  'commit and publish': ({ stream, delivery }: Seam) => delivery.deliver(stream.commit()),
  publish: ({ stream, delivery }: Seam, choice: number) => {
    const entry: Entry | undefined = stream.entries[choice % stream.entries.length];
    if (entry !== undefined) delivery.deliver(entry);
  },
  'look at the page': ({ stream }: Seam) => stream.look(),
  'send the page': ({ stream }: Seam) => stream.answer(),
  'fail the page': ({ stream }: Seam) => stream.fail(),
  fill: ({ fill }: Seam, choice: number) => fill(1 + (choice % 5)),
  drain: ({ session }: Seam) => session.release(),
  tick: ({ delivery }: Seam) => delivery.tick(),
  'a turn': () => Promise.resolve(),
} as const;

const names = Object.keys(steps) as (keyof typeof steps)[];
const history = fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(50)), { maxLength: 60 });

/** The promises that are ready run as far as they can. */
async function turns(): Promise<void> {
  for (let count = 0; count < 20; count += 1) await Promise.resolve();
}

/** The socket drains, the store answers, and the newest publication arrives. */
async function heal({ stream, delivery, session, fill }: Seam): Promise<void> {
  await turns();
  fill(0);
  session.release();
  const newest = stream.entries.at(-1);
  if (newest !== undefined) delivery.deliver(newest);
  delivery.tick();
  for (let count = 0; count < 100; count += 1) {
    await turns();
    stream.answer();
  }
}

const upTo = (first: number, last: number) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

test('nothing is lost, doubled or out of order, whatever happens while it is read', async () => {
  const property = fc.asyncProperty(
    fc.nat(12),
    fc.nat(12),
    fc.boolean(),
    history,
    async (before, from, acks, happenings) => {
      const seam = openSeam({ acks });
      for (let count = 0; count < before; count += 1) seam.stream.commit();
      const start = Math.min(from, before);
      seam.delivery.start(seam.session, start, before, acks ? 0 : before);
      for (const [name, choice] of happenings) {
        await steps[name](seam, choice);
        expect(seam.seqs()).toEqual(upTo(start + 1, start + seam.seqs().length));
      }
      await heal(seam);
      expect(seam.seqs()).toEqual(upTo(start + 1, seam.stream.entries.length));
      if (!acks && seam.seqs().length > 0) {
        expect(seam.session.pinged.at(-1)).toBe(seam.stream.entries.length);
      }
    },
  );
  await fc.assert(property, { seed: 3, numRuns: 2_000 });
});

test('what is committed just as the last page ends does not wait for the next tick', async () => {
  for (let turn = 0; turn < 8; turn += 1) {
    const { stream, delivery, session, seqs } = openSeam({ acks: true });
    stream.commit();
    delivery.start(session, 0, 1, 0);
    stream.answer();
    for (let count = 0; count < turn; count += 1) await Promise.resolve();
    delivery.deliver(stream.commit());
    await turns();
    stream.answer();
    await turns();
    expect(seqs()).toEqual([1, 2]);
  }
});

test('whoever is behind what was pruned starts over, and is sent no part of it', async () => {
  const { stream, delivery, session, seqs } = openSeam({ acks: true });
  for (let count = 0; count < 7; count += 1) stream.commit();
  delivery.start(session, 0, 7, 0);
  stream.answer();
  await turns();
  stream.prune(5);
  stream.answer();
  await turns();
  expect(seqs()).toEqual([1, 2, 3]);
  expect(session.closeCode).toBe(4003);
});

test('a simple client is pinged after the whole replay, whatever ticks within it', async () => {
  const { stream, delivery, session } = openSeam({ acks: false });
  for (let count = 0; count < 5; count += 1) stream.commit();
  delivery.start(session, 0, 5, 5);
  stream.answer();
  await turns();
  delivery.tick();
  expect(session.pinged).toEqual([]);
  stream.answer();
  await turns();
  expect(session.pinged).toEqual([5]);
});
