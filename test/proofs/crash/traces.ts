import type { Booking, Transition } from '../../../src/core/index.ts';
import type { Content } from './command-ledger.ts';
import type { Stored } from './stored.ts';

/** What the commands have left behind in the database, by the marks that they carried. */
export interface Traces {
  readonly rows: ReadonlyMap<string, readonly Transition[]>;
  readonly ratings: ReadonlyMap<string, readonly Booking[]>;
  /** `rider:7 12`: user and number of each notification. */
  readonly notices: ReadonlyMap<string, readonly string[]>;
}

export function tracesOf({ log, bookings, entries }: Stored): Traces {
  const notices = entries.filter(({ json }) => json.startsWith('{"type":"notification"'));
  return {
    rows: groupBy(log, markOf),
    ratings: groupBy(bookings, ({ rating }) => rating?.comment ?? null),
    notices: new Map(
      [...groupBy(notices, ({ json }) => /"(mark-\d+)"/.exec(json)?.[1] ?? null)].map(
        ([mark, found]) => [mark, found.map(({ user, seq }) => `${user} ${seq}`)],
      ),
    ),
  };
}

/** Null for steps of the system, and for a take-back that an assignment brings along. */
export function markOf(row: Transition): string | null {
  const isRound = row.to === 'assigned' || row.from === null;
  const note = isRound ? row.places.note : null;
  const texts = [note, row.message, row.reason];
  return texts.find((text) => text?.startsWith('mark-')) ?? null;
}

/** How often a command has happened. */
export function timesDone({ type }: Content, mark: string, traces: Traces): number {
  switch (type) {
    case 'notify':
      return traces.notices.get(mark)?.length ?? 0;
    case 'rate_booking':
      return traces.ratings.get(mark)?.length ?? 0;
    default: {
      // An assignment may also have created the booking: two rows, which are one command.
      const goals = (traces.rows.get(mark) ?? []).map(({ to }) => to);
      return Math.max(0, ...goals.map((goal) => goals.filter((to) => to === goal).length));
    }
  }
}

function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | null,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
