import type { ConnectionView } from '../../protocol/index.ts';
import type { Column } from '../output/column.ts';
import { formatDuration, formatInstant } from '../output/time.ts';

export function connectionColumns(nowMs: number): readonly Column<ConnectionView>[] {
  return [
    { title: 'Session', value: (row) => row.session },
    { title: 'User', value: (row) => `${row.role}:${row.user_id}` },
    { title: 'Address', value: (row) => row.address },
    {
      title: 'Open',
      value: (row) => formatDuration(nowMs - row.since),
      plain: (row) => formatInstant(row.since),
    },
    { title: 'In', value: (row) => row.messages_in, align: 'right' },
    { title: 'Out', value: (row) => row.messages_out, align: 'right' },
    { title: 'Waiting', value: (row) => row.buffered_bytes, align: 'right' },
    { title: 'Client', value: (row) => row.client, flexible: true },
    { title: 'Rooms', value: (row) => row.rooms.join(','), flexible: true },
  ];
}
