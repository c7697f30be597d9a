import type { TransitionView } from '../../protocol/index.ts';
import type { Column } from '../output/column.ts';
import { formatInstant, formatLocal } from '../output/time.ts';
import { statusTone } from './booking-columns.ts';

/** One row per step that a booking has taken. */
export const transitionColumns: readonly Column<TransitionView>[] = [
  {
    title: 'At',
    value: ({ at }) => formatLocal(at),
    plain: ({ at }) => formatInstant(at),
  },
  { title: 'Status', value: (row) => row.to, tone: (row) => statusTone(row.to) },
  { title: 'From', value: (row) => row.from ?? '' },
  { title: 'By', value: (row) => (row.by_id === undefined ? row.by : `${row.by}:${row.by_id}`) },
  { title: 'Driver', value: (row) => row.driver_id },
  { title: 'Round', value: (row) => row.round, align: 'right' },
  { title: 'Reason', value: (row) => row.reason, flexible: true },
  { title: 'Message', value: (row) => row.message, flexible: true },
  {
    title: 'Position',
    value: ({ position }) => position && `${position.latitude},${position.longitude}`,
  },
];
