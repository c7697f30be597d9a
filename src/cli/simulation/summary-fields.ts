import type { Summary } from '../../simulator/run.ts';
import type { Column } from '../output/column.ts';
import { formatDuration } from '../output/time.ts';

const bad = (count: number) => (count > 0 ? 'bad' : 'good');

export const summaryFields: readonly Column<Summary>[] = [
  { title: 'people', value: (row) => `${row.drivers} drivers, ${row.riders} riders` },
  { title: 'duration', value: (row) => formatDuration(row.duration_s * 1_000) },
  { title: 'bookings', value: ({ bookings }) => listOf(bookings) },
  { title: 'positions', value: ({ positions }) => listOf(positions) },
  {
    title: 'events',
    value: ({ events }) => listOf(events),
    tone: ({ events }) => bad(events.lost + events.repeated),
  },
  { title: 'latency', value: ({ latency_ms: latency }) => latencyOf(latency) },
  { title: 'errors', value: ({ errors }) => errors, tone: ({ errors }) => bad(errors) },
];

function listOf(figures: Readonly<Record<string, number>>): string {
  return Object.entries(figures)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

function latencyOf({ p50, p99, max }: Summary['latency_ms']): string {
  return p50 === null ? 'not measured' : `p50 ${p50} ms, p99 ${p99} ms, max ${max} ms`;
}
