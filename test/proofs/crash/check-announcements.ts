import { announce, type Booking, evolve } from '../../../src/core/index.ts';
import { formatUser, fromWireId, type ServerMessageOf } from '../../../src/protocol/index.ts';
import type { Findings } from './findings.ts';
import type { Stored } from './stored.ts';

type Update = ServerMessageOf<'driver_assigned'> | ServerMessageOf<'status_update'>;

/** Each step was put into the streams of all whom it concerns, and nothing else was. */
export function checkAnnouncements({ log, entries }: Stored, findings: Findings): void {
  const expected = expectedMessages(log);
  const updates = entries.filter(({ json }) => !json.startsWith('{"type":"notification"'));
  const present = updates.map(({ user, json }) => describe(user, JSON.parse(json) as Update));
  const [due, found] = [countOf(expected), countOf(present)];
  for (const [what, times] of due) {
    if (!found.has(what)) findings.add('lost', `${what} was never put into the stream`);
    else if (found.get(what) !== times) findings.add('repeated', `${what} is in the stream again`);
  }
  for (const what of found.keys()) {
    if (!due.has(what)) findings.add('wrong', `${what} is in a stream, and no step has caused it`);
  }
  const isOrdered =
    expected.length === present.length && expected.every((e, i) => e === present[i]);
  if (!isOrdered && findings.all.length === 0) {
    findings.add('wrong', 'the streams are not in the order of the log');
  }
}

function expectedMessages(log: Stored['log']): string[] {
  const bookings = new Map<string, Booking>();
  return log.flatMap((row) => {
    const before = bookings.get(row.bookingId) ?? null;
    const after = evolve(before, row);
    bookings.set(row.bookingId, after);
    return announce(before, row, after).map(({ to, kind }) => {
      return `${kind} ${row.bookingId} version ${row.version} (${row.to}) to ${formatUser(to)}`;
    });
  });
}

function describe(user: string, message: Update): string {
  const { type, booking_id, version } = message;
  const status = message.type === 'driver_assigned' ? 'assigned' : message.status;
  return `${type} ${fromWireId(booking_id)} version ${version} (${status}) to ${user}`;
}

function countOf(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
