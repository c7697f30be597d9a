import type { Offset } from './ui.ts';

/** How much of a list there is and how much of it fits. */
export interface Extent {
  readonly length: number;
  readonly visible: number;
}

/** The first row to show, whatever has happened to the list since the offset was chosen. */
export function firstRow(offset: Offset, extent: Extent): number {
  const last = lastOffset(extent);
  return offset === 'end' ? last : Math.min(offset, last);
}

/** The offset `by` rows on. A list that follows its end does so again once it is back there. */
export function scroll(offset: Offset, by: number, extent: Extent, follows: boolean): Offset {
  const moved = Math.max(firstRow(offset, extent) + by, 0);
  const last = lastOffset(extent);
  if (moved < last) return moved;
  return follows ? 'end' : last;
}

function lastOffset({ length, visible }: Extent): number {
  return Math.max(length - visible, 0);
}
