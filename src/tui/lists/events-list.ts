import { type EventView, fromWireId } from '../../protocol/index.ts';
import { formatClock } from '../../text/format-clock.ts';
import type { Column } from './column.ts';
import { matches } from './filter.ts';

const TIME: Column<EventView> = {
  title: 'TIME',
  width: 8,
  cell: ({ at }) => formatClock(at),
  tone: () => 'faint',
};
/** A warning is marked by a sign as well as by its colour. */
const LEVEL: Column<EventView> = {
  title: ' ',
  width: 1,
  cell: ({ level }) => (level === 'warn' ? '!' : ' '),
  tone: ({ level }) => (level === 'warn' ? 'warn' : null),
};
/** The text says it too, so it goes where room is scarce. */
const KIND: Column<EventView> = {
  title: 'KIND',
  width: 0,
  roomy: 26,
  cell: ({ kind }) => kind,
  tone: ({ level }) => (level === 'warn' ? 'warn' : null),
};
const TEXT: Column<EventView> = {
  title: 'WHAT',
  width: 0,
  grows: true,
  cell: ({ text }) => text,
};

export const EVENT_COLUMNS: readonly Column<EventView>[] = [TIME, LEVEL, KIND, TEXT];
export const EVENT_COLUMNS_COMPACT: readonly Column<EventView>[] = [LEVEL, TEXT];

/** Oldest first, as in a log. */
export function listEvents(events: readonly EventView[], filter: string): readonly EventView[] {
  return filter === '' ? events : events.filter((event) => matches(filter, wordsOf(event)));
}

function wordsOf(event: EventView): readonly string[] {
  const booking = event.booking_id === undefined ? '' : fromWireId(event.booking_id);
  return [event.kind, event.level, event.text, event.user ?? '', booking];
}
