import { expect, test } from 'vitest';
import { RecordingSession } from '../gateway/testing/recording-session.ts';
import { onePage, type Pages, pagesOf, type Turn } from './room.ts';
import { Showing } from './showing.ts';

const ADMIN = { role: 'admin', userId: '1' } as const;

function openRoom() {
  const session = new RecordingSession(ADMIN, {});
  session.rooms.add('fleet');
  return { session, showing: new Showing(session, 'fleet') };
}

const driver = (driver_id: number, online: boolean) => ({
  driver_id,
  online,
  state: 'free' as const,
});

const pageOf = (id: number) => onePage(() => ({ drivers: [driver(id, true)] }));

/** A state of many pages, of which each comes when a test says so. */
function readPages() {
  const reads: ((turn: Turn) => void)[] = [];
  const pages: Pages = { next: () => new Promise((resolve) => reads.push(resolve)) };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const finish = async (turn: Turn) => {
    await settle();
    reads.shift()?.(turn);
    await settle();
  };
  return { pages, finish, waiting: () => reads.length };
}

test('a page is made when it is sent, so that it is not older than what overtook it', async () => {
  const { session, showing } = openRoom();
  let isOnline = true;
  session.clog();
  const shown = showing.restart(onePage(() => ({ drivers: [driver(7, isOnline)] })));
  isOnline = false;
  session.release();
  await shown;
  expect(session.sent).toMatchObject([{ more: false, drivers: [{ online: false }] }]);
});

test('whoever joins again gets the newest state once, from its first page', async () => {
  const { session, showing } = openRoom();
  session.clog();
  const pages = (id: number) =>
    pagesOf([driver(id, true), driver(id + 1, true)], 1, (drivers) => ({ drivers: [...drivers] }));
  const shown = [showing.restart(pages(1)), showing.restart(pages(3)), showing.restart(pages(5))];
  session.release();
  await Promise.all(shown);
  expect(session.sent).toMatchObject([
    { more: true, drivers: [{ driver_id: 5 }] },
    { more: false, drivers: [{ driver_id: 6 }] },
  ]);
});

test('who has left the room is shown nothing more', async () => {
  const { session, showing } = openRoom();
  session.clog();
  const shown = showing.restart(onePage(() => ({ drivers: [] })));
  session.rooms.delete('fleet');
  session.release();
  await shown;
  expect(session.sent).toEqual([]);
});

test('a state that was left is not shown to who has joined again', async () => {
  const { session, showing } = openRoom();
  session.clog();
  const left = showing.restart(pageOf(1));
  showing.cancel();
  const again = new Showing(session, 'fleet').restart(pageOf(2));
  session.release();
  await Promise.all([left, again]);
  expect(session.sent).toMatchObject([{ drivers: [{ driver_id: 2 }] }]);
});

test('who joins again just as the last page goes out is shown the state again', async () => {
  const { session, showing } = openRoom();
  for (let ticks = 0; ticks < 6; ticks += 1) {
    session.sent.length = 0;
    const first = showing.restart(pageOf(1));
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
    await Promise.all([first, showing.restart(pageOf(2))]);
    expect(session.sent.at(-1)).toMatchObject({ drivers: [{ driver_id: 2 }] });
  }
});

test('a page is only read when the session has taken the one before', async () => {
  const { session, showing } = openRoom();
  const { pages, finish, waiting } = readPages();
  const shown = showing.restart(pages);
  await finish({ page: { drivers: [driver(1, true)] }, more: true });
  session.clog();
  await finish({ page: { drivers: [driver(2, true)] }, more: true });
  expect(waiting()).toBe(0);
  session.release();
  await finish({ page: {}, more: true });
  await finish({ page: { drivers: [driver(3, true)] }, more: false });
  await shown;
  expect(session.sent.map((message) => 'more' in message && message.more)).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('a page that is still being read when everything starts anew is not shown', async () => {
  const { session, showing } = openRoom();
  const { pages, finish } = readPages();
  const shown = showing.restart(pages);
  await Promise.resolve();
  const again = showing.restart(pageOf(2));
  await finish({ page: { drivers: [driver(1, true)] }, more: false });
  await Promise.all([shown, again]);
  expect(session.sent).toMatchObject([{ drivers: [{ driver_id: 2 }] }]);
});
