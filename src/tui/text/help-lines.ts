import { fitCells } from '../../text/cells.ts';
import { KEYMAP } from '../ui/keymap.ts';

const KEY_CELLS = 15;

const LEGEND: readonly (readonly [word: string, meaning: string])[] = [
  ['messages', 'a second; the line and its peak are of the last 5 minutes'],
  ['p50/p99', 'half of the last answers took less, 99 of 100 took less'],
  ['loop', "how late the daemon's event loop runs"],
  ['FOR', 'how long the booking has been in its status'],
  ['LEFT', 'how long the driver has left to answer'],
  ['RND', 'how many times a driver was asked'],
  ['SEEN', "how long ago the driver's last position came"],
];

/** The keyboard and the words of the dashboard, one row each. */
export function helpLines(): readonly string[] {
  const keys = KEYMAP.browse.flatMap(({ help }) => (help === undefined ? [] : [help]));
  const line = ([left, right]: readonly [string, string]) =>
    `${fitCells(left, KEY_CELLS)} ${right}`;
  return [...keys.map(line), '', ...LEGEND.map(line)];
}
