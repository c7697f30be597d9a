import { fitCells } from '../../text/cells.ts';
import { SIZE_MIN, type Size } from '../layout.ts';
import { Rows } from './list.tsx';

/** The least that must be said comes first, since the rest may not fit either. */
export function TooSmall({ size }: { readonly size: Size }) {
  const lines = [
    `needs ${SIZE_MIN.columns}x${SIZE_MIN.rows}`,
    `has ${size.columns}x${size.rows}`,
    'q quits',
  ];
  return <Rows lines={lines.map((line) => fitCells(line, size.columns))} count={size.rows} />;
}
