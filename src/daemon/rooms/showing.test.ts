import { expect, test } from 'vitest';
import { RecordingSession } from '../gateway/testing/recording-session.ts';
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

test('a page is made when it is sent, so that it is not older than what overtook it', async () => {
  const { session, showing } = openRoom();
  let isOnline = true;
  session.clog();
  const shown = showing.restart([() => ({ drivers: [driver(7, isOnline)] })]);
  isOnline = false;
  session.release();
  await shown;
  expect(session.sent).toMatchObject([{ more: false, drivers: [{ online: false }] }]);
});

test('whoever joins again gets the newest state once, from its first page', async () => {
  const { session, showing } = openRoom();
  session.clog();
  const pages = (id: number) => [
    () => ({ drivers: [driver(id, true)] }),
    () => ({ drivers: [driver(id + 1, true)] }),
  ];
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
  const shown = showing.restart([() => ({ drivers: [] })]);
  session.rooms.delete('fleet');
  session.release();
  await shown;
  expect(session.sent).toEqual([]);
});

test('a state that was left is not shown to who has joined again', async () => {
  const { session, showing } = openRoom();
  session.clog();
  const left = showing.restart([() => ({ drivers: [driver(1, true)] })]);
  showing.cancel();
  const again = new Showing(session, 'fleet').restart([() => ({ drivers: [driver(2, true)] })]);
  session.release();
  await Promise.all([left, again]);
  expect(session.sent).toMatchObject([{ drivers: [{ driver_id: 2 }] }]);
});

test('who joins again just as the last page goes out is shown the state again', async () => {
  const { session, showing } = openRoom();
  const page = (id: number) => () => ({ drivers: [driver(id, true)] });
  for (let ticks = 0; ticks < 6; ticks += 1) {
    session.sent.length = 0;
    const first = showing.restart([page(1)]);
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
    await Promise.all([first, showing.restart([page(2)])]);
    expect(session.sent.at(-1)).toMatchObject({ drivers: [{ driver_id: 2 }] });
  }
});
