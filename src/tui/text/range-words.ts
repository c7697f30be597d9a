import { type Extent, firstRow } from '../ui/offset.ts';
import type { Offset } from '../ui/ui.ts';

/** What of a list is in view: `: 30`, `: 12 of 30 match`, `: 30, rows 1-18`. */
export function describeRange(offset: Offset, extent: Extent, total: number): string {
  if (total === 0) return '';
  const { length, visible } = extent;
  const count = length === total ? String(total) : `${length} of ${total} match`;
  if (length <= visible) return `: ${count}`;
  const first = firstRow(offset, extent);
  return `: ${count}, rows ${first + 1}-${first + visible}`;
}
