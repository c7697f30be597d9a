import type { TokenView } from '../../protocol/index.ts';
import type { Column } from '../output/column.ts';
import type { Tone } from '../output/paint.ts';
import { formatAge, formatEnd, formatInstant } from '../output/time.ts';

const TONES: Readonly<Record<TokenView['state'], Tone>> = {
  valid: 'good',
  expired: 'faint',
  revoked: 'bad',
};

export function tokenColumns(nowMs: number): readonly Column<TokenView>[] {
  return [
    { title: 'Token', value: (row) => row.token_id },
    { title: 'User', value: (row) => `${row.role}:${row.user_id}` },
    { title: 'State', value: (row) => row.state, tone: (row) => TONES[row.state] },
    {
      title: 'Expires',
      value: (row) => formatEnd(row.expires_at, nowMs),
      plain: (row) => (row.expires_at === null ? 'never' : formatInstant(row.expires_at)),
    },
    {
      title: 'Used',
      value: ({ last_used_at: at }) => (at === undefined ? 'never' : formatAge(at, nowMs)),
      plain: ({ last_used_at: at }) => (at === undefined ? '' : formatInstant(at)),
    },
    { title: 'Booking', value: (row) => row.booking_id },
    { title: 'Name', value: (row) => row.name, flexible: true },
    { title: 'Vehicle', value: (row) => row.vehicle, flexible: true },
    { title: 'Phone', value: (row) => row.phone },
  ];
}
