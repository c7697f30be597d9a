/**
 * The floor under `bookings`: the rows of the same lives of bookings, written by the shortest
 * statements on the same schema and disk, with nothing around them. Prints one JSON line:
 * `{"1":4000,"16":…}`, transitions a second by the number that share a commit.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/daemon/store/sqlite/open-database.ts';

const GROUPS = [1, 16, 64, 256];
const STATUSES = ['assigned', 'accepted', 'on_way', 'arrived', 'started', 'completed'] as const;
const PEOPLE = 1_000;
const forMs = Number(process.argv[2] ?? 1_000);

const directory = mkdtempSync(join(tmpdir(), 'routa-bench-'));
const db = openDatabase(directory, 0);
const insertBooking = db.prepare(
  `INSERT INTO bookings (booking_id, rider_id, driver_id, status, round, version, pickup_location,
   dropoff_location, requested_at, pending_since, updated_at, excluded_driver_ids, rider_lock)
   VALUES (?, ?, ?, 'assigned', 1, 2, 'Public market', 'Barangay hall', 0, 0, 0, '[]', ?)`,
);
const updateBooking = db.prepare(
  `UPDATE bookings SET status = ?, version = ?, updated_at = ?,
     rider_lock = iif(?, NULL, rider_lock)
   WHERE booking_id = ?`,
);
const insertTransition = db.prepare(
  `INSERT INTO transitions (booking_id, version, round, from_status, to_status, by_role, actor_id,
   at, driver_id, details) VALUES (?, ?, 1, ?, ?, 'driver', ?, 0, ?, '{}')`,
);
const count = db.prepare<[string, string], { stream_id: number; newest_seq: number }>(
  `INSERT INTO streams (role, user_id, newest_seq, acked_seq, pruned_seq) VALUES (?, ?, 1, 0, 0)
   ON CONFLICT (role, user_id) DO UPDATE SET newest_seq = newest_seq + 1
   RETURNING stream_id, newest_seq`,
);
const insertEntry = db.prepare(
  'INSERT INTO stream_entries (stream_id, seq, at, json) VALUES (?, ?, 0, ?)',
);
const insertCommand = db.prepare(
  'INSERT INTO commands (scope, id, hash, at, answer) VALUES (?, ?, ?, 0, \'{"ok":true}\')',
);
const steps = ['BEGIN IMMEDIATE', 'SAVEPOINT one', 'RELEASE one', 'COMMIT'];
const [begin, mark, release, commit] = steps.map((sql) => db.prepare(sql));
const json = JSON.stringify({ type: 'status_update', text: 'x'.repeat(150) });
const hash = 'f'.repeat(64);

/** The `turn`th command: all people take a step, then all of them the next one. */
function writeOne(turn: number): void {
  const userId = String(turn % PEOPLE);
  const step = Math.floor(turn / PEOPLE) % STATUSES.length;
  const bookingId = `${userId}-${Math.floor(turn / PEOPLE / STATUSES.length)}`;
  const [status, before] = [STATUSES[step], STATUSES[step - 1] ?? 'pending'];
  if (step === 0) insertBooking.run(bookingId, userId, userId, userId);
  else updateBooking.run(status, step + 2, turn, step === STATUSES.length - 1 ? 1 : 0, bookingId);
  insertTransition.run(bookingId, step + 2, before, status, userId, userId);
  for (const role of ['rider', 'driver']) {
    const stream = count.get(role, userId);
    insertEntry.run(stream?.stream_id, stream?.newest_seq, json);
  }
  insertCommand.run(`device/driver:${userId}`, String(turn), hash);
}

let turn = 0;
function measure(group: number): number {
  const startedAt = performance.now();
  const before = turn;
  while (performance.now() - startedAt < forMs) {
    begin?.run();
    for (let index = 0; index < group; index += 1, turn += 1) {
      mark?.run();
      writeOne(turn);
      release?.run();
    }
    commit?.run();
  }
  return Math.round(((turn - before) * 1000) / (performance.now() - startedAt));
}

measure(64);
console.log(JSON.stringify(Object.fromEntries(GROUPS.map((group) => [group, measure(group)]))));
db.close();
rmSync(directory, { recursive: true, force: true });
