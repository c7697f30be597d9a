import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { tempDirectory } from '../../src/daemon/store/testing/temp-directory.ts';
import { connectAs } from '../support/connect-as.ts';
import type { Conversation } from '../support/conversation.ts';
import { processDaemon } from '../support/process-daemon.ts';
import { PLACES } from '../support/scene.ts';
import { Notices } from './bad-ground/notices.ts';
import { logOf, notReady, readinessOf } from './bad-ground/readiness.ts';

const MIB = 1_048_576;
/** A larger one is not read through at each start. */
const UNCHECKED_MIB = 66;
const BOOKINGS_OVER = 50;

/** Makes it so large that damage is only found when it is met. */
function inflate(file: string): void {
  const db = new Database(file);
  const insert = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
  for (let part = 0; part < UNCHECKED_MIB; part += 1) insert.run(`filler ${part}`, '.'.repeat(MIB));
  db.close();
}

/** Writes over the page in which the first rows of a table are. */
function damage(file: string, table: string): void {
  const db = new Database(file);
  const select = db.prepare<[string], { pageno: number }>(
    "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path",
  );
  const { pageno = 0 } = select.get(table) ?? {};
  db.close();
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(4_096, 0x5a), 0, 4_096, (pageno - 1) * 4_096);
  closeSync(descriptor);
}

/** So many that they fill several pages, and that the first of them are over. */
async function book(admin: Conversation): Promise<void> {
  for (let number = 1; number <= 2 * BOOKINGS_OVER; number += 1) {
    const booking = { booking_id: number, rider_id: number };
    await admin.must({ type: 'request_booking', ...booking, ...PLACES });
    if (number > BOOKINGS_OVER) continue;
    await admin.must({ type: 'status_update', booking_id: number, status: 'cancelled' });
  }
}

test('damage that is met is told, refused, and leaves everything else alone', async () => {
  const data = tempDirectory();
  const daemon = await processDaemon({ ROUTA_LOG_FORMAT: 'json' }, data);
  await book(await connectAs(daemon, 'admin:1'));
  await daemon.stop();
  const file = join(data, 'routa.db');
  inflate(file);
  damage(file, 'bookings');

  await daemon.start();
  const desk = await connectAs(daemon, 'admin:2');
  const notices = new Notices(7);
  expect(await notices.send(desk)).toBe(true);
  const assignment = { type: 'assign_driver', booking_id: 1, driver_id: 7 };
  for (const _ of ['asked', 'asked again']) {
    expect(await desk.ask(assignment)).toMatchObject({ code: 'unavailable', temporary: true });
  }
  const read = daemon.api.call('getBooking', { params: { booking_id: 1 } });
  await expect(read).rejects.toMatchObject({ code: 'unavailable', temporary: true });

  // What does not meet it goes on.
  expect(await notices.send(desk)).toBe(true);
  await desk.must({ ...assignment, booking_id: 2 * BOOKINGS_OVER });
  expect(await readinessOf(daemon)).toEqual(notReady('corrupt'));
  expect(logOf(daemon)).toMatchObject([
    {
      level: 'error',
      msg: expect.stringContaining('a part of the database'),
      reason: 'corrupt',
      fault: expect.stringContaining(file),
      hint: expect.stringContaining('routa restore'),
    },
  ]);
  await daemon.stop();
  expect(notices.stored(data)).toEqual(notices.acked);
});
